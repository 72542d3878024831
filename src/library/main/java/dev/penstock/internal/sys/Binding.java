package dev.penstock.internal.sys;

import dev.penstock.libc.Libc;
import dev.penstock.libc.LibcProvider;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
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

    private static final String NO_DESCRIPTOR =
            "no descriptor is free to load the C library's binding with (ulimit -n)";

    private Binding() {}

    /**
     * @param wanted the property's value, or null
     * @throws IllegalArgumentException if that is none of the above
     * @throws LinkageError if the library that was wanted cannot be loaded
     * @throws IOException if it cannot for want of a descriptor, which another time may bring
     */
    static Libc of(String wanted) throws IOException {
        try {
            return wanted == null ? best() : named(wanted);
        } catch (LinkageError | ServiceConfigurationError e) {
            if (noDescriptorIsFree()) {
                throw new IOException(NO_DESCRIPTOR, e);
            }
            throw e;
        }
    }

    private static Libc named(String wanted) throws IOException {
        switch (wanted) {
            case "jnr":
                return provided("jnr");
            case "jni":
                try {
                    return JniLibc.carried();
                } catch (IOException e) {
                    if (noDescriptorIsFree()) {
                        throw new IOException(NO_DESCRIPTOR, e);
                    }
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

    /** Another file that is there for sure cannot be opened either. */
    private static boolean noDescriptorIsFree() {
        try {
            new FileInputStream("/dev/null").close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static Libc best() throws IOException {
        try {
            return JniLibc.carried();
        } catch (IOException | UnsatisfiedLinkError noJni) {
            if (noDescriptorIsFree()) {
                // jnr would be missed for good: a class path forgets a jar that it could not open.
                throw new IOException(NO_DESCRIPTOR, noJni);
            }
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
