package dev.penstock.jnr;

import dev.penstock.libc.Libc;
import dev.penstock.libc.LibcProvider;

/** Offers {@link JnrLibc} to the library. */
public final class JnrProvider implements LibcProvider {

    @Override
    public String name() {
        return "jnr";
    }

    @Override
    public Libc bind() {
        return new JnrLibc();
    }
}
