package dev.penstock.internal.teardown;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All processes at about one moment, and how to signal one of them and no other. */
final class Census {
    private static final ProcFs PROC = ProcFs.open();

    private Census() {}

    /** Reads /proc: milliseconds, with very many processes tens of them. */
    static List<TaskStat> take() throws IOException {
        List<TaskStat> all = new ArrayList<>();
        for (int pid : PROC.processes()) {
            PROC.stat(pid).known().ifPresent(all::add);
        }
        return all;
    }

    /**
     * Signals a process that was found, unless it has ended since. The pidfd is opened first and
     * the process looked at after: if that is still the one found, so is what the pidfd stands for.
     *
     * @throws IOException {@code EPERM} if it may not be signalled
     */
    static void signal(TaskStat found, int signal) throws IOException {
        Libc libc = Linux.libc();
        int pidfd = libc.pidfdOpen(found.pid(), 0);
        if (pidfd == -Errno.ESRCH) {
            return;
        }
        try {
            if (!isStillThere(found)) {
                return;
            }
            // No pidfd on an old kernel, no free descriptor, or a filter: between the look and the
            // call it
            // could end, be reaped, and its pid be given away; nothing better is to be had.
            int result = pidfd < 0 ? -Errno.ENOSYS : libc.pidfdSendSignal(pidfd, signal, 0, 0);
            if (result == -Errno.ENOSYS || result == -Errno.EPERM) {
                result = libc.kill(found.pid(), signal);
            }
            if (result != -Errno.ESRCH) {
                SyscallException.check("kill(pid " + found.pid() + ")", result);
            }
        } finally {
            if (pidfd >= 0) {
                libc.close(pidfd);
            }
        }
    }

    private static boolean isStillThere(TaskStat found) {
        return PROC.stat(found.pid())
                .known()
                .filter(now -> now.started() == found.started())
                .isPresent();
    }
}
