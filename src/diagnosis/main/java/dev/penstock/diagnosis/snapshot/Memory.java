package dev.penstock.diagnosis.snapshot;

import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Known;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import dev.penstock.internal.sys.IoVectors;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Other processes' memory, where the arguments of their system calls are; they run on while it is
 * read. Not thread-safe.
 */
final class Memory {
    private static final int MOST = 64 * 1024;

    /** Every page is a multiple of it, so that a piece within it is there or is not. */
    private static final int PAGE = 4096;

    /** uapi/linux/limits.h: the longest path, its NUL included. */
    private static final int PATH_MAX = 4096;

    private final Libc libc = Linux.libc();
    private final NativeMemory room = new NativeMemory(MOST);
    private final IoVectors local = new IoVectors(1);
    private final IoVectors remote = new IoVectors(1);

    /**
     * Reads all of a piece.
     *
     * @param count bytes, 64 KiB at most
     * @return in native byte order
     */
    Reading<ByteBuffer> read(int pid, long address, int count) {
        if (count < 0 || count > MOST) {
            return new Unknown<>(Why.UNTOLD, count + " bytes of memory are too many to look at");
        }
        local.set(0, room.address(), count);
        remote.set(0, address, count);
        long read = libc.processVmReadv(pid, local.address(), remote.address());
        if (read != count) {
            int errno = read < 0 ? (int) -read : Errno.EFAULT;
            return new Unknown<>(
                    errno == Errno.EPERM ? Why.DENIED : Why.GONE,
                    new SyscallException("process_vm_readv of pid " + pid, errno, -1).getMessage());
        }
        return new Known<>(copy(count));
    }

    /**
     * Reads a path, to its NUL: a page at a time, since the next one need not be there.
     *
     * @return as UTF-8
     */
    Reading<String> path(int pid, long address) {
        byte[] path = new byte[PATH_MAX];
        int length = 0;
        while (length < PATH_MAX) {
            long from = address + length;
            int piece = Math.min(PAGE - (int) (from & PAGE - 1), PATH_MAX - length);
            Reading<ByteBuffer> bytes = read(pid, from, piece);
            if (bytes.known().isEmpty()) {
                return bytes.map(none -> "");
            }
            bytes.known().get().get(0, path, length, piece);
            for (int end = length + piece; length < end; length++) {
                if (path[length] == 0) {
                    return new Known<>(new String(path, 0, length, StandardCharsets.UTF_8));
                }
            }
        }
        return new Unknown<>(Why.UNTOLD, "no path ends at that address");
    }

    private ByteBuffer copy(int count) {
        ByteBuffer copy = ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
        copy.put(0, room.bytes(), 0, count);
        return copy;
    }
}
