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
 * <p>The first of these that can be had:
 *
 * <ol>
 *   <li>pipe, dup, dup2, fcntl, close and kill through jnr-posix, all else through JNI;
 *   <li>where JNI's library does not load: jnr alone, jnr-posix for those six and jffi for the
 *       rest;
 *   <li>where jnr is not there, or its jffi does not load: JNI alone;
 *   <li>where neither is: the JDK's foreign functions (FFM), from JDK 22 on.
 * </ol>
 *
 * <p>{@value #PROPERTY} says otherwise: {@code jni}, {@code jnr} or {@code ffm}, or the path of a
 * library built of {@code native/jni}; then nothing else is tried.
 *
 * @param libc the calls
 * @param description which binding that is, and why it is none of those before it; one line
 */
record Binding(Libc libc, String description) {
    static final String PROPERTY = "dev.penstock.binding";

    private static final String THROUGH_POSIX =
            "jnr-posix for pipe, dup, dup2, fcntl, close and kill; ";

    private static final String NO_DESCRIPTOR =
            "no descriptor is free to load the C library's binding with (ulimit -n)";

    /**
     * @param wanted the property's value, or null
     * @throws IllegalArgumentException if that is none of the above
     * @throws LinkageError if what was wanted cannot be had, or nothing can: with the reason of
     *     each binding. A later call tries again
     * @throws IOException if it cannot for want of a descriptor, which another time may bring
     */
    static Binding of(String wanted) throws IOException {
        if (wanted == null) {
            return first();
        }
        String asSaid = " (-D" + PROPERTY + "=" + wanted + ")";
        try {
            switch (wanted) {
                case "jnr":
                    return new Binding(jnr(), THROUGH_POSIX + "jffi for the rest" + asSaid);
                case "jni":
                    JniLibc.loadCarried();
                    return new Binding(new JniLibc(), "JNI" + asSaid);
                case "ffm":
                    return new Binding(FfmLibc.bind(), "FFM" + asSaid);
                default:
                    if (wanted.indexOf('/') >= 0) {
                        JniLibc.load(Path.of(wanted));
                        return new Binding(new JniLibc(), "JNI" + asSaid);
                    }
                    throw new IllegalArgumentException(
                            "-D"
                                    + PROPERTY
                                    + ": neither jni nor jnr nor ffm nor a path: "
                                    + wanted);
            }
        } catch (IOException | LinkageError | IllegalCallerException e) {
            requireFreeDescriptor(e);
            throw new LinkageError("-D" + PROPERTY + "=" + wanted + ": " + reason(e), e);
        }
    }

    private static Binding first() throws IOException {
        Throwable noJni = null;
        try {
            JniLibc.loadCarried();
        } catch (IOException | LinkageError | IllegalCallerException e) {
            // jnr would be missed for good: a class path forgets a jar that it could not open.
            requireFreeDescriptor(e);
            noJni = e;
        }
        Throwable noJnr;
        try {
            Libc jnr = jnr();
            return noJni == null
                    ? new Binding(new ComposedLibc(jnr), THROUGH_POSIX + "JNI for the rest")
                    : new Binding(
                            jnr, THROUGH_POSIX + "jffi for the rest, without " + why("JNI", noJni));
        } catch (LinkageError e) {
            requireFreeDescriptor(e);
            noJnr = e;
        }
        if (noJni == null) {
            return new Binding(new JniLibc(), "JNI, without " + why("jnr", noJnr));
        }
        String without = why("JNI", noJni) + "; " + why("jnr", noJnr);
        try {
            return new Binding(FfmLibc.bind(), "FFM, without " + without);
        } catch (LinkageError noFfm) {
            requireFreeDescriptor(noFfm);
            LinkageError none =
                    new LinkageError(
                            noJni instanceof IllegalCallerException
                                    ? denied()
                                    : "the C library cannot be bound: "
                                            + without
                                            + "; "
                                            + why("FFM", noFfm),
                            noJni);
            none.addSuppressed(noJnr);
            none.addSuppressed(noFfm);
            throw none;
        }
    }

    /** JDK 24 and later refuse native code under {@code --illegal-native-access=deny} (JEP 472). */
    private static String denied() {
        return "this JVM denies native access: start it with --enable-native-access="
                + (Binding.class.getModule().isNamed()
                        ? "dev.penstock,org.jnrproject.jffi"
                        : "ALL-UNNAMED");
    }

    /**
     * What failed may have failed for want of a descriptor.
     *
     * @throws IOException if another file that is there for sure cannot be opened either
     */
    private static void requireFreeDescriptor(Throwable failure) throws IOException {
        try {
            new FileInputStream("/dev/null").close();
        } catch (IOException e) {
            throw new IOException(NO_DESCRIPTOR, failure);
        }
    }

    private static String why(String binding, Throwable failure) {
        return binding + " (" + reason(failure) + ")";
    }

    /** The first thing that is said of the failure, and what is at its bottom. */
    private static String reason(Throwable failure) {
        Throwable first = failure;
        while (first.getMessage() == null && first.getCause() != null) {
            first = first.getCause();
        }
        Throwable last = first;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String reason = first.getClass().getSimpleName() + ": " + firstLine(first);
        String bottom = firstLine(last);
        return reason.contains(bottom) ? reason : reason + ": " + bottom;
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).strip();
    }

    /** A module of its own. */
    private static Libc jnr() {
        try {
            for (LibcProvider provider :
                    ServiceLoader.load(LibcProvider.class, Binding.class.getClassLoader())) {
                if (provider.name().equals("jnr")) {
                    return provider.bind();
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new LinkageError(e.getMessage(), e);
        }
        throw new LinkageError("there is no penstock-jnr.jar, or its module is not resolved");
    }
}
