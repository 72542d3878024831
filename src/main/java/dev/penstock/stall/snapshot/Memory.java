package dev.penstock.stall.snapshot;

import dev.penstock.procfs.Reading;
import dev.penstock.procfs.Reading.Known;
import dev.penstock.procfs.Reading.Unknown;
import dev.penstock.procfs.Reading.Why;
import dev.penstock.sys.Errno;
import dev.penstock.sys.IoVectors;
import dev.penstock.sys.Libc;
import dev.penstock.sys.Linux;
import dev.penstock.sys.NativeMemory;
import dev.penstock.sys.SyscallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Other processes' memory, where the arguments of their system calls are; they run on while it is
 * read. Not thread-safe.
 */
final class Memory {
    private static final int MOST = 64 * 1024;

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
        ByteBuffer copy = ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
        copy.put(0, room.bytes(), 0, count);
        return new Known<>(copy);
    }
}
