package dev.penstock.process;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.internal.sys.ResourceUsage;
import dev.penstock.internal.sys.SignalInfo;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.internal.sys.WaitBuffers;
import dev.penstock.internal.teardown.Leader;
import dev.penstock.libc.Libc;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.ReadyHandler;
import dev.penstock.loop.Registration;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.Signal;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Waits for one child's end and takes its status, on an event loop; and signals the child until
 * then.
 *
 * <p>Where it is to {@link #hold} the child, the status is read and left: the ended process keeps
 * its pid, and so the number of its process group and session, until {@link #release}.
 *
 * <p>It waits through a pidfd. Where there is none (Linux before 5.3, a seccomp filter, no free
 * descriptor) it asks with WNOHANG, at once when a stream of the child ends and otherwise after 1,
 * 2, 4 … 64 milliseconds. Either way it waits for this one pid and no other: the JVM has children
 * too.
 */
final class Reaper implements Leader, ReadyHandler, Closeable {
    /** Whose child it is. */
    interface Listener {
        /** It has ended so. Called once, on the loop's thread, within the guard. */
        void exited(ExitStatus how);
    }

    private static final Duration FIRST_POLL = Duration.ofMillis(1);
    private static final Duration LONGEST_POLL = Duration.ofMillis(64);

    /** What takes longer to die of SIGKILL may take for ever. */
    private static final long REAP_NANOS = 5_000_000_000L;

    /** Those that are waited for here. */
    private static final Map<Integer, Reaper> OURS = new ConcurrentHashMap<>();

    private final Libc libc;
    private final int pid;
    private final WaitBuffers buffers;

    /** Null where there is none. */
    private final Fd pidfd;

    /**
     * Whether the pid may be anybody's. Guarded by this, with the signalling, so that neither is
     * half done.
     */
    private boolean reaped;

    /** Null until {@link #start}. */
    private LoopGuard guard;

    private Listener listener;
    private Registration registration;
    private boolean holding;
    private boolean told;

    /**
     * @param pid a child of this process that nobody else waits for
     * @param buffers of the loop on which it is waited for
     */
    Reaper(Libc libc, int pid, WaitBuffers buffers) {
        this.libc = libc;
        this.pid = pid;
        this.buffers = buffers;
        pidfd = open(libc, pid);
        OURS.put(pid, this);
    }

    /** Whether somebody here waits for this child. Any thread. */
    static boolean isOurs(int pid) {
        return OURS.containsKey(pid);
    }

    private static Fd open(Libc libc, int pid) {
        int fd = libc.pidfdOpen(pid, 0);
        try {
            return fd < 0 ? null : Fd.adopt(fd);
        } catch (SyscallException noFreeDescriptor) {
            return null;
        }
    }

    /** Whether it waits through a pidfd. */
    boolean hasPidfd() {
        return pidfd != null;
    }

    /**
     * Begins to wait. Loop thread.
     *
     * @param guard of the child's life, whose loop it is
     */
    void start(LoopGuard guard, Listener listener) throws IOException {
        this.guard = guard;
        this.listener = listener;
        if (pidfd != null) {
            registration = guard.loop().register(pidfd, Interest.READ, this);
        } else {
            poll(FIRST_POLL);
        }
    }

    @Override
    public void ready(Registration registration, Readiness readiness) {
        try {
            check();
        } catch (Throwable t) {
            guard.listener().broken(t);
            throw t;
        }
    }

    private void poll(Duration delay) {
        guard.after(
                delay,
                () -> {
                    if (!check()) {
                        Duration twice = delay.multipliedBy(2);
                        poll(twice.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : twice);
                    }
                });
    }

    /** Asks now, for when it matters whether it has ended already. Loop thread. */
    void look() {
        if (guard != null) {
            check();
        }
    }

    /**
     * Asks now whether it has ended, and takes or holds it then; whoever listens is told. Loop
     * thread.
     */
    boolean hasEnded() {
        return check();
    }

    /** Asks now if there is no pidfd to tell: worth it when a stream of the child has ended. */
    void hint() {
        if (pidfd == null) {
            look();
        }
    }

    /** Whether it has ended; nothing is taken and nobody told. Any thread. */
    synchronized boolean isOver() {
        return reaped || peek() != null;
    }

    /** Before {@link #start}: leave the process to be reaped by {@link #release}. */
    void hold() {
        holding = true;
    }

    /** Reaps the process that was held, now or when it ends. Loop thread. */
    void release() {
        if (holding) {
            holding = false;
            if (told) {
                take();
            }
        }
    }

    /** Takes the status if there is one, and says whether the child has ended. */
    private boolean check() {
        if (told) {
            return true;
        }
        ExitStatus ended = holding ? peek() : take();
        if (ended == null) {
            return false;
        }
        told = true;
        if (registration != null) {
            registration.cancel();
        }
        if (listener != null) {
            listener.exited(ended);
        }
        return true;
    }

    private ExitStatus peek() {
        synchronized (buffers) {
            return wait(SystemConstants.WNOHANG | SystemConstants.WNOWAIT);
        }
    }

    private ExitStatus take() {
        ExitStatus ended;
        synchronized (this) {
            synchronized (buffers) {
                ended = wait(SystemConstants.WNOHANG);
            }
            reaped = ended != null;
            if (reaped) {
                // Unless the number is another child's by now.
                OURS.remove(pid, this);
            }
        }
        if (ended != null) {
            close();
        }
        return ended;
    }

    /**
     * For a child that no loop will take, and that was sent SIGKILL: waits for it here, for some
     * seconds at most, since a process that sleeps in the kernel may do so for ever. The status is
     * taken under the lock, so that no signal meets a pid that is free by then.
     *
     * @return null if it is still there
     */
    ExitStatus reapNow() {
        long begun = System.nanoTime();
        long pause = 1;
        boolean interrupted = false;
        ExitStatus ended = take();
        while (ended == null && System.nanoTime() - begun < REAP_NANOS) {
            try {
                TimeUnit.MILLISECONDS.sleep(pause);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            pause = Math.min(2 * pause, LONGEST_POLL.toMillis());
            ended = take();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    /** Null if it has not ended, or a signal interrupted the call. */
    private ExitStatus wait(int options) {
        SignalInfo info = buffers.info;
        info.clear();
        buffers.usage.clear();
        // By the pidfd, a pid that somebody else reaped is never mistaken for its next bearer.
        int result = -Errno.EINVAL;
        if (pidfd != null) {
            result = waitid(SystemConstants.P_PIDFD, pidfd.number(), options);
        }
        if (result == -Errno.EINVAL) {
            // No pidfd, or Linux 5.3, which has pidfds but cannot wait for one.
            result = waitid(SystemConstants.P_PID, pid, options);
        }
        if (result == -Errno.EINTR || (result == 0 && info.pid() == 0)) {
            return null;
        }
        if (result < 0) {
            return lost(-result);
        }
        Exit exit =
                info.code() == SystemConstants.CLD_EXITED
                        ? new Exit.Exited(info.status())
                        : new Exit.Killed(
                                Signal.of(info.status()),
                                info.code() == SystemConstants.CLD_DUMPED);
        return new ExitStatus(exit, usage());
    }

    /**
     * ECHILD alone says that somebody else has reaped it. With any other error nothing is known of
     * its end, which has to be seen in another way then.
     */
    private ExitStatus lost(int errno) {
        if (errno != Errno.ECHILD && !isSeenToHaveEnded()) {
            return null;
        }
        String reason = "waitid(pid " + pid + "): " + Errno.name(errno);
        if (errno != Errno.ECHILD) {
            reason += ": it has ended, how may not be asked";
        }
        return new ExitStatus(new Exit.Lost(reason), Usage.UNKNOWN);
    }

    private boolean isSeenToHaveEnded() {
        if (pidfd == null) {
            return ProcFs.open().stat(pid).known().filter(stat -> !stat.ended()).isEmpty();
        }
        try {
            return buffers.poll.poll(pidfd.number(), PollFd.POLLIN, 0) != 0;
        } catch (SyscallException e) {
            return false;
        }
    }

    private int waitid(int idType, int id, int options) {
        return libc.waitid(
                idType,
                id,
                buffers.info.address(),
                SystemConstants.WEXITED | options,
                buffers.usage.address());
    }

    private Usage usage() {
        // Our own peak never falls, so one that hides the child's need not be asked for again.
        if (Usage.isAbove(buffers.own.maxResidentKib(), buffers.usage)
                && libc.getrusage(ResourceUsage.RUSAGE_SELF, buffers.own.address()) < 0) {
            return Usage.of(buffers.usage, Integer.MAX_VALUE);
        }
        return Usage.of(buffers.usage, buffers.own.maxResidentKib());
    }

    /**
     * Sends a signal. Any thread.
     *
     * @return false if the child had been reaped before
     * @throws SyscallException {@code EINVAL} for a number that is no signal, {@code EPERM} for a
     *     child that has changed its user
     */
    @Override
    public synchronized boolean signal(int signal) throws IOException {
        if (reaped) {
            return false;
        }
        if (pidfd == null) {
            // A zombie still has the pid; nobody else can.
            SyscallException.check("kill", libc.kill(pid, signal));
            return true;
        }
        int fd = pidfd.use();
        try {
            int result = libc.pidfdSendSignal(fd, signal, 0, 0);
            if (result == -Errno.ENOSYS || result == -Errno.EPERM) {
                // A filter may refuse this call alone; and the pid is the child's until it is
                // reaped.
                result = libc.kill(pid, signal);
            }
            if (result == -Errno.ESRCH) {
                return false;
            }
            SyscallException.check("pidfd_send_signal", result, fd);
            return true;
        } finally {
            pidfd.done();
        }
    }

    /** A group keeps its number while its leader is unreaped, or anybody is in it. */
    @Override
    public synchronized boolean signalGroup(int signal) throws IOException {
        if (reaped) {
            return false;
        }
        int result = libc.kill(-pid, signal);
        if (result == -Errno.ESRCH) {
            return false;
        }
        SyscallException.check("kill(process group " + pid + ")", result);
        return true;
    }

    @Override
    public int pid() {
        return pid;
    }

    /** Closes the pidfd. */
    @Override
    public void close() {
        if (pidfd != null) {
            try {
                pidfd.close();
            } catch (IOException e) {
                throw new IllegalStateException("cannot close a pidfd", e);
            }
        }
    }
}
