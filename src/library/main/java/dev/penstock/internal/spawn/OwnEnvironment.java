package dev.penstock.internal.spawn;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.Peek;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * This process's own environment, as the C library has it at the first use, byte for byte. {@code
 * /proc/self/environ} has what the process began with, and a program that embeds a JVM may have
 * unset a secret since; {@link System#getenv} has decoded it, which loses what is not in the JVM's
 * character set. Any thread.
 */
final class OwnEnvironment {
    /** No entry that exec(3) takes is longer; setenv(3) sets no limit. */
    private static final int LONGEST = 1 << 26;

    private static final int ATTEMPTS = 100;

    /** Null until it has been read. Guarded by the class. */
    private static List<byte[]> entries;

    private OwnEnvironment() {}

    /**
     * The entries, {@code NAME=VALUE} mostly, without their terminating NULs.
     *
     * @throws IOException if it cannot be read now; the next call tries again
     */
    static synchronized List<byte[]> entries() throws IOException {
        if (entries == null) {
            entries = read(Linux.libc());
        }
        return entries;
    }

    static List<byte[]> read(Libc libc) throws IOException {
        try (Peek peek = new Peek(libc)) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                List<byte[]> read = attempt(libc, peek);
                if (read != null) {
                    return read;
                }
                Thread.yield();
            }
        }
        throw new IOException(
                "this process's environment changes all the time and cannot be read: which thread"
                        + " calls setenv(3)?");
    }

    /** Null if another thread was changing it: setenv(3) may move it and free what it was. */
    private static List<byte[]> attempt(Libc libc, Peek peek) throws IOException {
        long address = libc.environ();
        if (address == 0) {
            return List.of();
        }
        try {
            long[] pointers = peek.pointers(address);
            List<byte[]> read = new ArrayList<>(pointers.length);
            for (long pointer : pointers) {
                byte[] entry = peek.string(pointer, LONGEST);
                if (entry.length >= LONGEST) {
                    return null;
                }
                read.add(entry);
            }
            boolean same =
                    libc.environ() == address && Arrays.equals(pointers, peek.pointers(address));
            return same ? List.copyOf(read) : null;
        } catch (SyscallException e) {
            if (e.errno() == Errno.EFAULT) {
                return null;
            }
            throw e;
        }
    }
}
