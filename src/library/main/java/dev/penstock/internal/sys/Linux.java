package dev.penstock.internal.sys;

import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The platform: which one this is, and the {@link Libc} bound to it. Any thread. */
public final class Linux {
    /** Whether this is the 64-bit Arm architecture; if not, it is x86_64. */
    public static final boolean AARCH64 = "aarch64".equals(System.getProperty("os.arch"));

    /** Names a file that every call is written to, as strace would: {@link TracedLibc}. */
    private static final String TRACE = "dev.penstock.trace";

    private Linux() {}

    /**
     * The C library. The first call binds it, as {@link Binding} says.
     *
     * @throws UnsupportedOperationException on anything but Linux on x86_64 or aarch64, before any
     *     native code is touched
     */
    public static Libc libc() {
        return Bound.LIBC;
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

    private static final class Bound {
        static final Libc LIBC;

        static {
            requireSupported();
            Libc bound = Binding.of(System.getProperty(Binding.PROPERTY));
            String trace = System.getProperty(TRACE);
            LIBC = trace == null ? bound : TracedLibc.of(bound, Path.of(trace));
            // Loads the classes that report failures while there still are descriptors to load them
            // with.
            new SyscallException("", Errno.EMFILE, -1);
        }
    }
}
