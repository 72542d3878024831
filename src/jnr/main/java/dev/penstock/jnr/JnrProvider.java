package dev.penstock.jnr;

import dev.penstock.libc.Libc;
import dev.penstock.libc.LibcProvider;

/** Offers {@link JnrLibc} to the library. */
public final class JnrProvider implements LibcProvider {

    private static LinkageError failure;

    @Override
    public String name() {
        return "jnr";
    }

    /**
     * A failure of jffi's is for good, and after the first its classes say no more than that they
     * could not be initialised. So the first is what is thrown each time.
     */
    @Override
    public Libc bind() {
        try {
            JffiLibrary.load();
            return new JnrLibc();
        } catch (LinkageError e) {
            throw first(e);
        }
    }

    private static synchronized LinkageError first(LinkageError e) {
        if (failure == null) {
            failure = e;
        }
        return failure;
    }
}
