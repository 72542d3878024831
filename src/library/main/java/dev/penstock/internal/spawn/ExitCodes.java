package dev.penstock.internal.spawn;

import dev.penstock.internal.sys.SignalAction;
import dev.penstock.internal.sys.Signals;
import dev.penstock.libc.Libc;
import dev.penstock.sys.SyscallException;

/**
 * Has the kernel keep how children ended. Where SIGCHLD is ignored, as whoever started this JVM may
 * have left it, it forgets that when they end (waitid(2)). The JDK sets SIGCHLD to its default
 * before its own first child; this does before ours, and leaves a handler alone.
 */
final class ExitCodes {
    /** Whether it has been seen to. */
    private static volatile boolean kept;

    private ExitCodes() {}

    /** Before the first child; again, it does nothing. Any thread. */
    static void keep(Libc libc) throws SyscallException {
        if (!kept) {
            SignalAction action = new SignalAction(libc, Signals.SIGCHLD);
            boolean ignored = action.handler() == SignalAction.SIG_IGN;
            int flags = action.flags() & ~SignalAction.SA_NOCLDWAIT;
            if (ignored || flags != action.flags()) {
                action.set(ignored ? SignalAction.SIG_DFL : action.handler(), flags);
            }
            kept = true;
        }
    }
}
