package dev.penstock.internal.sys;

import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The platform: which one this is, and the {@link Libc} bound to it. Any thread.
 *
 * <p>Classes look the C library up here, once per object. What starts and reaps children takes it
 * as an argument instead ({@code Spawner} and its package, {@code Reaper}): their tests pass one
 * that lacks a call, as an old kernel does.
 */
public final class Linux {
    /** Whether this is the 64-bit Arm architecture; if not, it is x86_64. */
    public static final boolean AARCH64 = "aarch64".equals(System.getProperty("os.arch"));

    /** Names a file that every call is written to, as strace would: {@link TracedLibc}. */
    static final String TRACE = "dev.penstock.trace";

    /** Whether the binding is logged. */
    private static final String LOG = "dev.penstock.log";

    /** Null until it is bound. */
    private static volatile Binding bound;

    private Linux() {}

    /**
     * The C library. The first call binds it, if {@link #bind} has not, as {@link Binding} says; if
     * it cannot, the next one tries again.
     *
     * @throws UnsupportedOperationException on anything but Linux on x86_64 or aarch64, before any
     *     native code is touched
     * @throws LinkageError if no binding can be had, with the reason of each
     * @throws UncheckedIOException as {@link #bind} throws it
     */
    public static Libc libc() {
        Binding made = bound;
        return (made == null ? bindUnchecked() : made).libc();
    }

    /**
     * Which way the calls go into the C library, and why, in one line for people. Binds it, if that
     * has not been done.
     *
     * @throws UnsupportedOperationException as {@link #libc()} does
     * @throws LinkageError as {@link #libc()} does
     * @throws UncheckedIOException as {@link #libc()} does
     */
    public static String binding() {
        Binding made = bound;
        return (made == null ? bindUnchecked() : made).description();
    }

    private static Binding bindUnchecked() {
        try {
            bind();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bound;
    }

    /**
     * Binds the C library, where that has not been done: for whoever may throw. It is no static
     * initialiser, whose failure would be for good.
     *
     * @throws IOException if no descriptor is free to load it with; the next call tries again
     * @throws UnsupportedOperationException as {@link #libc} does
     * @throws LinkageError as {@link #libc} does
     */
    public static void bind() throws IOException {
        if (bound == null) {
            bindOnce();
        }
    }

    private static synchronized void bindOnce() throws IOException {
        if (bound != null) {
            return;
        }
        requireSupported();
        Binding made = Binding.of(System.getProperty(Binding.PROPERTY));
        String trace = System.getProperty(TRACE);
        if (trace != null) {
            made = new Binding(TracedLibc.of(made.libc(), Path.of(trace)), made.description());
        }
        // Loads the classes that report failures while there still are descriptors to load them
        // with.
        new SyscallException("", Errno.EMFILE, -1);
        bound = made;
        log(made.description());
    }

    /**
     * One line at DEBUG, under the name of the library. The JDK's loggers take a cold JVM longer
     * than a child does, so they are asked only where {@value #LOG} is given, or the properties
     * that configure java.util.logging are.
     */
    private static void log(String description) {
        if (System.getProperty(LOG) != null
                || System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            System.getLogger("dev.penstock")
                    .log(System.Logger.Level.DEBUG, "C library: " + description);
        }
    }

    /**
     * Refuses other platforms in one sentence.
     *
     * @throws UnsupportedOperationException saying what Penstock needs and what this is
     */
    public static void requireSupported() {
        requireSupported(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                ByteOrder.nativeOrder());
    }

    static void requireSupported(String os, String arch, ByteOrder order) {
        boolean supported =
                "Linux".equals(os)
                        && ("amd64".equals(arch) || "x86_64".equals(arch) || "aarch64".equals(arch))
                        && order == ByteOrder.LITTLE_ENDIAN;
        if (!supported) {
            throw new UnsupportedOperationException(
                    "Penstock runs on Linux on x86_64 or aarch64; this is " + os + " on " + arch);
        }
    }
}
