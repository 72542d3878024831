package dev.penstock.internal.pipe;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.terminal.Pseudoterminal;
import dev.penstock.libc.Fcntl;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Where bytes go that nobody wants. Any thread. */
public final class NullDevice {
    /** {@code /dev/null}, open for as long as the JVM runs; null until it could be opened. */
    private static volatile Fd sink;

    /** Whether splice(2) is refused here, by a seccomp filter for one: that lasts. */
    private static volatile boolean refused;

    private NullDevice() {}

    private static Fd sink() {
        Fd open = sink;
        return open == null ? open() : open;
    }

    /** Null where there is none, or no descriptor left: then they are read, which is slower. */
    private static synchronized Fd open() {
        if (sink == null) {
            byte[] name = FileName.ascii("/dev/null");
            int fd = Linux.libc().open(name, Fcntl.O_WRONLY | Fcntl.O_CLOEXEC, 0);
            try {
                sink = fd < 0 ? null : Fd.adopt(fd);
            } catch (SyscallException noDescriptorLeft) {
                return null;
            }
        }
        return sink;
    }

    /**
     * Takes bytes out of a pipe and drops them.
     *
     * @param from a read end
     * @return how many; 0 if none were there, and −1 at end of file
     */
    public static long take(Fd from, long count) throws IOException {
        Fd target = refused ? null : sink();
        if (target != null) {
            try {
                return PipeCalls.splice(from, target, count);
            } catch (ClosedChannelException e) {
                if (!from.isOpen()) {
                    throw e;
                }
                // It was let go of just now.
            } catch (SyscallException e) {
                if (!PipeCalls.isRefusal(e)) {
                    throw e;
                }
                // Of a terminal nothing is spliced; of pipes it may be.
                refused = !Pseudoterminal.isMaster(from.number());
            }
        }
        NativeMemory buffer = Buffers.borrow();
        try {
            return PipeCalls.read(from, buffer.address(), (int) Math.min(count, Buffers.SIZE));
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    /** Closes {@code /dev/null}, which the next use opens again. */
    public static void letGo() throws IOException {
        Fd open;
        synchronized (NullDevice.class) {
            open = sink;
            sink = null;
        }
        if (open != null) {
            open.close();
        }
    }
}
