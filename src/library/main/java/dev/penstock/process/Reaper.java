package dev.penstock.process;

import dev.penstock.internal.sys.ResourceUsage;
import dev.penstock.internal.sys.SignalInfo;
import dev.penstock.internal.sys.Wait;
import dev.penstock.internal.teardown.Leader;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
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
import java.util.function.Consumer;

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
final class Reaper implements Leader, Closeable {
    private static final Duration FIRST_POLL = Duration.ofMillis(1);
    private static final Duration LONGEST_POLL = Duration.ofMillis(64);

    /** For calls that do not wait; guarded by itself. */
    private static final Status STATUS = new Status();

    /** What a wait fills in. */
    private static final class Status {
        final SignalInfo info = new SignalInfo();
        final ResourceUsage usage = new ResourceUsage();
    }

    /** This process's usage, when it was last asked for; guarded by itself. */
    private static final ResourceUsage OWN = new ResourceUsage();

    private final Libc libc;
    private final int pid;

    /** Null where there is none. */
    private final Fd pidfd;

    /**
     * Whether the pid may be anybody's. Guarded by this, with the signalling, so that neither is
     * half done.
     */
    private boolean reaped;

    private EventLoop loop;
    private Consumer<Ended> listener;
    private Registration registration;
    private boolean holding;
    private boolean told;

    /**
     * @param pid a child of this process that nobody else waits for
     */
    Reaper(Libc libc, int pid) {
        this.libc = libc;
        this.pid = pid;
        pidfd = open(libc, pid);
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
     * @param listener told once, on the loop's thread
     */
    void start(EventLoop loop, Consumer<Ended> listener) throws IOException {
        this.loop = loop;
        this.listener = listener;
        if (pidfd != null) {
            registration =
                    loop.register(
                            pidfd,
                            Interest.READ,
                            new ReadyHandler() {
                                @Override
                                public void ready(Registration r, Readiness readiness) {
                                    check();
                                }
                            });
        } else {
            poll(FIRST_POLL);
        }
    }

    private void poll(Duration delay) {
        loop.schedule(
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
        if (loop != null) {
            check();
        }
    }

    /** Asks now if there is no pidfd to tell: worth it when a stream of the child has ended. */
    void hint() {
        if (pidfd == null) {
            look();
        }
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
        Ended ended = holding ? peek() : take();
        if (ended == null) {
            return false;
        }
        told = true;
        if (registration != null) {
            registration.cancel();
        }
        listener.accept(ended);
        return true;
    }

    private Ended peek() {
        synchronized (STATUS) {
            return wait(STATUS, Wait.WNOHANG | Wait.WNOWAIT);
        }
    }

    private Ended take() {
        Ended ended;
        synchronized (this) {
            synchronized (STATUS) {
                ended = wait(STATUS, Wait.WNOHANG);
            }
            reaped = ended != null;
        }
        if (ended != null) {
            close();
        }
        return ended;
    }

    /**
     * For a child that no loop will take: waits for it here. The status is taken under the lock, so
     * that no signal meets a pid that is free by then.
     */
    Ended reapNow() {
        Status status = new Status();
        Ended ended;
        do {
            wait(status, Wait.WNOWAIT);
            ended = take();
        } while (ended == null);
        return ended;
    }

    /** Null if it has not ended, or a signal interrupted the call. */
    private Ended wait(Status status, int options) {
        SignalInfo info = status.info;
        info.clear();
        status.usage.clear();
        // By the pidfd, a pid that somebody else reaped is never mistaken for its next bearer.
        int result = -Errno.EINVAL;
        if (pidfd != null) {
            result = waitid(status, Wait.P_PIDFD, pidfd.number(), options);
        }
        if (result == -Errno.EINVAL) {
            // No pidfd, or Linux 5.3, which has pidfds but cannot wait for one.
            result = waitid(status, Wait.P_PID, pid, options);
        }
        if (result == -Errno.EINTR || (result == 0 && info.pid() == 0)) {
            return null;
        }
        if (result < 0) {
            String reason = "waitid(pid " + pid + "): " + Errno.name(-result);
            return new Ended(new Exit.Lost(reason), Usage.UNKNOWN);
        }
        Exit exit =
                info.code() == Wait.CLD_EXITED
                        ? new Exit.Exited(info.status())
                        : new Exit.Killed(Signal.of(info.status()), info.code() == Wait.CLD_DUMPED);
        return new Ended(exit, usage(status.usage));
    }

    private int waitid(Status status, int idType, int id, int options) {
        return libc.waitid(
                idType, id, status.info.address(), Wait.WEXITED | options, status.usage.address());
    }

    private Usage usage(ResourceUsage childs) {
        synchronized (OWN) {
            // Our own peak never falls, so one that hides the child's need not be asked for again.
            if (Usage.isAbove(OWN.maxResidentKib(), childs)) {
                libc.getrusage(ResourceUsage.RUSAGE_SELF, OWN.address());
            }
            return Usage.of(childs, OWN.maxResidentKib());
        }
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
