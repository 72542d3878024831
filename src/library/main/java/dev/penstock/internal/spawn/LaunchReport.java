package dev.penstock.internal.spawn;

import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;

/**
 * The pipe on which the launcher reports the step that failed. It is close-on-exec: once the
 * program runs, there is end of file instead. One spawn's, on the thread that spawns.
 */
final class LaunchReport implements Closeable {
    private final Libc libc;
    private final Fd readEnd;
    private final Fd writeEnd;

    LaunchReport(Libc libc) throws IOException {
        this.libc = libc;
        int[] fds = new int[2];
        SyscallException.check("pipe", libc.pipe(fds));
        Fd adopted = null;
        try {
            adopted = Fd.adopt(fds[0]);
            writeEnd = Fd.adopt(fds[1]);
        } catch (SyscallException e) {
            // What could not be adopted has been closed.
            if (adopted == null) {
                libc.close(fds[1]);
            } else {
                adopted.close();
            }
            throw e;
        }
        readEnd = adopted;
    }

    /** For the child. */
    int writeEnd() {
        return writeEnd.number();
    }

    /**
     * Waits until the program runs, or is as good as started, or a step has failed; then {@link
     * SpawnMemory#failedWord} and {@link SpawnMemory#failedErrno} say which and why.
     *
     * @return whether one failed
     */
    boolean failed(SpawnMemory memory) throws IOException {
        writeEnd.close();
        long n;
        do {
            n = libc.read(readEnd.number(), memory.report(), SpawnMemory.REPORT_SIZE);
        } while (n == -Errno.EINTR);
        SyscallException.check("read", n, readEnd.number());
        if (n != 0 && n != SpawnMemory.REPORT_SIZE) {
            throw new IOException("the launcher reported " + n + " bytes");
        }
        // A step that failed is never word 0: that says that nobody needs to wait any longer.
        return n != 0 && memory.failedWord() != 0;
    }

    @Override
    public void close() throws IOException {
        try {
            writeEnd.close();
        } finally {
            readEnd.close();
        }
    }
}
