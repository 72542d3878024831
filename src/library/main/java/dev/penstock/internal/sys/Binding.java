package dev.penstock.internal.sys;

import dev.penstock.libc.Libc;
import dev.penstock.libc.LibcProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Which way {@link Libc} goes into the C library.
 *
 * <p>JNI, where the jar carries a library for this machine and it can be loaded: it starts in a
 * fraction of jnr's time, and its calls cost no more. Else jnr. {@value #PROPERTY} says otherwise:
 * {@code jni} or {@code jnr}, and no other then, or the path of a library built of {@code
 * native/jni}.
 */
final class Binding {
    static final String PROPERTY = "dev.penstock.binding";

    private Binding() {}

    /**
     * @param wanted the property's value, or null
     * @throws IllegalArgumentException if that is none of the above
     * @throws LinkageError if the library that was wanted cannot be loaded
     */
    static Libc of(String wanted) {
        if (wanted == null) {
            return best();
        }
        switch (wanted) {
            case "jnr":
                return provided("jnr");
            case "jni":
                try {
                    return JniLibc.carried();
                } catch (IOException e) {
                    throw new LinkageError("-D" + PROPERTY + "=jni: " + e.getMessage(), e);
                }
            default:
                if (wanted.indexOf('/') < 0) {
                    throw new IllegalArgumentException(
                            "-D" + PROPERTY + ": neither jni nor jnr nor a path: " + wanted);
                }
                return JniLibc.of(Path.of(wanted));
        }
    }

    private static Libc best() {
        try {
            return JniLibc.carried();
        } catch (IOException | UnsatisfiedLinkError noJni) {
            try {
                return provided("jnr");
            } catch (LinkageError noJnr) {
                noJnr.addSuppressed(noJni);
                throw noJnr;
            }
        }
    }

    /** A binding that is a module of its own. */
    private static Libc provided(String name) {
        for (LibcProvider provider :
                ServiceLoader.load(LibcProvider.class, Binding.class.getClassLoader())) {
            if (provider.name().equals(name)) {
                return provider.bind();
            }
        }
        throw new LinkageError(
                "no binding '" + name + "': is penstock-" + name + ".jar there, and its module?");
    }
}
