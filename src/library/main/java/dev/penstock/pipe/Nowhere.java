package dev.penstock.pipe;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.pipe.PipeCalls;
import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;

/** Where bytes go that nobody wants. Any thread. */
final class Nowhere {
    /** {@code /dev/null}, open for as long as the JVM runs; null where there is none. */
    private static final Fd NULL = open();

    private Nowhere() {}

    private static Fd open() {
        byte[] name = FileName.ascii("/dev/null");
        int fd = Linux.libc().open(name, Fcntl.O_WRONLY | Fcntl.O_CLOEXEC, 0);
        try {
            return fd < 0 ? null : Fd.adopt(fd);
        } catch (SyscallException noDescriptorLeft) {
            // Then they are read, which is slower and no more.
            return null;
        }
    }

    /** As {@link PipeChannel#discard}. */
    static long take(PipeChannel from, long count) throws IOException {
        if (NULL != null) {
            return PipeCalls.splice(from.fd(), NULL, count);
        }
        NativeMemory buffer = Buffers.borrow();
        try {
            return PipeCalls.read(from.fd(), buffer.address(), (int) Math.min(count, Buffers.SIZE));
        } finally {
            Buffers.giveBack(buffer);
        }
    }
}
