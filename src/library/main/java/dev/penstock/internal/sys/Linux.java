package dev.penstock.internal.sys;

import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The platform: which one this is, and the {@link Libc} bound to it. Any thread. */
public final class Linux {
    /** Whether this is the 64-bit Arm architecture; if not, it is x86_64. */
    public static final boolean AARCH64 = "aarch64".equals(System.getProperty("os.arch"));

    /** Names a file that every call is written to, as strace would: {@link TracedLibc}. */
    private static final String TRACE = "dev.penstock.diagnosis.trace";

    private Linux() {}

    /** Null until it is bound. */
    private static volatile Libc bound;

    /**
     * The C library. The first call binds it, if {@link #bind} has not, as {@link Binding} says.
     *
     * @throws UnsupportedOperationException on anything but Linux on x86_64 or aarch64, before any
     *     native code is touched
     * @throws UncheckedIOException as {@link #bind} throws it
     */
    public static Libc libc() {
        Libc libc = bound;
        if (libc != null) {
            return libc;
        }
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
        Libc libc = Binding.of(System.getProperty(Binding.PROPERTY));
        String trace = System.getProperty(TRACE);
        // Loads the classes that report failures while there still are descriptors to load them
        // with.
        new SyscallException("", Errno.EMFILE, -1);
        bound = trace == null ? libc : TracedLibc.of(libc, Path.of(trace));
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
