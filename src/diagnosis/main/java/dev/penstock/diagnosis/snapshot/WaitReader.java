package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.internal.procfs.Architecture;
import dev.penstock.internal.procfs.FdInfo;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import dev.penstock.internal.procfs.Syscall;
import dev.penstock.internal.procfs.TaskSyscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Tells what a thread waits for, from its state, the system call it is in and the kernel function
 * it sleeps in. Where the call may not be looked at, the function and the descriptors can still
 * leave one answer alone.
 */
final class WaitReader {
    // uapi/linux/futex.h
    private static final int FUTEX_PRIVATE_FLAG = 128;

    // uapi/linux/wait.h
    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int P_PGID = 2;
    private static final int P_PIDFD = 3;

    // uapi/asm-generic/fcntl.h
    private static final int F_SETLKW = 7;
    private static final int F_OFD_SETLKW = 38;

    /** uapi/linux/time.h */
    private static final int TIMER_ABSTIME = 1;

    /** struct timespec: seconds and nanoseconds, 8 bytes each. */
    private static final int TIMESPEC_SIZE = 16;

    private final ProcFs proc;
    private final Memory memory = new Memory();
    private final PolledFiles polled;
    private final FifoPaths fifos;
    private final HeldThreads holds;

    WaitReader(ProcFs proc) {
        this.proc = proc;
        this.polled = new PolledFiles(proc, memory);
        this.fifos = new FifoPaths(proc, memory);
        this.holds = new HeldThreads(proc);
    }

    Wait read(ProcessView process, TaskView task) {
        if (task.state() == 'R') {
            return new Wait.Running();
        }
        // Whoever is kept from running keeps the call that it was in: that proves nothing.
        Optional<Wait> kept = holds.read(task);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (task.call().known().isEmpty()) {
            return FunctionWait.of(proc, process, task);
        }
        TaskSyscall call = task.call().known().get();
        if (call instanceof TaskSyscall.Running) {
            return new Wait.Running();
        }
        if (call instanceof TaskSyscall.Narrow) {
            return FunctionWait.of(proc, process, task);
        }
        if (!(call instanceof TaskSyscall.Inside inside)) {
            return new Wait.Outside("asleep outside of any system call");
        }
        Optional<Syscall> known =
                Architecture.current().flatMap(a -> Syscall.of(a, inside.number()));
        return known.isPresent()
                ? in(process, task, known.get(), inside.arguments())
                : FunctionWait.of(proc, process, task);
    }

    /** A supervisor may hold a call up before it has begun (seccomp_unotify(2)). */
    private static final String SUPERVISED = "seccomp_do_user_notification";

    private Wait in(ProcessView process, TaskView task, Syscall call, List<Long> arguments) {
        PipeWait pipe = task.wchan().known().map(PipeWait::of).orElse(PipeWait.NONE);
        int first = arguments.get(0).intValue();
        int second = arguments.get(1).intValue();
        if (task.wchan().known().orElse("").equals(SUPERVISED)) {
            return new Wait.Outside(call.text() + ", which a seccomp supervisor has yet to allow");
        }
        switch (call) {
            case WAIT4:
                return new Wait.ChildExit(call.text(), first == -1 ? 0 : child(process, first));
            case WAITID:
                return waitid(process, first, second);
            case EPOLL_WAIT, EPOLL_PWAIT:
                return polled.epoll(process, call.text(), first, arguments.get(3).intValue() >= 0);
            case EPOLL_PWAIT2:
                return polled.epoll(process, call.text(), first, arguments.get(3) != 0);
            case POLL:
                return polled.poll(
                        process, call.text(), arguments, arguments.get(2).intValue() >= 0);
            case PPOLL:
                return polled.poll(process, call.text(), arguments, arguments.get(2) != 0);
            case SELECT, PSELECT6:
                return polled.select(process, call.text(), arguments, arguments.get(4) != 0);
            case FUTEX:
                return new Wait.Futex(arguments.get(3) != 0, (second & FUTEX_PRIVATE_FLAG) == 0);
            case FUTEX_WAITV:
                return new Wait.Futex(arguments.get(3) != 0, true);
            case NANOSLEEP:
                return timer(process, call, arguments.get(0));
            case CLOCK_NANOSLEEP:
                return second == TIMER_ABSTIME
                        ? new Wait.Timer(call.text(), -1)
                        : timer(process, call, arguments.get(2));
            case RESTART_SYSCALL:
                Wait interrupted = FunctionWait.of(proc, process, task);
                return interrupted instanceof Wait.Unknown
                        ? new Wait.Timer(call.text(), -1)
                        : interrupted;
            case PAUSE, RT_SIGSUSPEND, RT_SIGTIMEDWAIT:
                return new Wait.Outside(call.text() + ", for a signal");
            case ACCEPT, ACCEPT4:
                return new Wait.Outside(call.text() + " on fd " + first + ", for a connection");
            case CONNECT:
                return new Wait.Outside(call.text() + " on fd " + first);
            case FLOCK:
                return new Wait.Lock(call.text(), first, name(process, first));
            case FCNTL:
                return second == F_SETLKW || second == F_OFD_SETLKW
                        ? new Wait.Lock(call.text(), first, name(process, first))
                        : new Wait.Outside(call.text() + " on fd " + first);
            case OPEN:
                return FunctionWait.waitsForPartner(task)
                        ? fifos.opened(process, FifoPaths.AT_FDCWD, arguments.get(0), second)
                        : new Wait.Outside(call.text());
            case OPENAT:
                return FunctionWait.waitsForPartner(task)
                        ? fifos.opened(
                                process, first, arguments.get(1), arguments.get(2).intValue())
                        : new Wait.Outside(call.text());
            case IO_URING_ENTER:
                return new Wait.Events(
                        call.text(),
                        false,
                        new Unknown<>(
                                Why.UNTOLD, "the kernel does not say what io_uring waits for"));
            default:
                return transfer(process, task.wchan(), pipe, call, arguments);
        }
    }

    /** A read or a write of some kind: splice and tee wait on either side. */
    private static Wait transfer(
            ProcessView process,
            Reading<String> wchan,
            PipeWait pipe,
            Syscall call,
            List<Long> arguments) {
        int from = call.readsFrom(arguments).orElse(-1);
        int to = call.writesTo(arguments).orElse(-1);
        boolean writes = to >= 0 && (from < 0 || pipe == PipeWait.ROOM);
        int fd = writes ? to : from;
        String file = name(process, fd);
        if (pipe == PipeWait.ROOM || pipe == PipeWait.EITHER && writes) {
            return new Wait.Room(call.text(), fd, file, false);
        }
        if (pipe != PipeWait.NONE) {
            return new Wait.Bytes(call.text(), fd, file, false);
        }
        if (file.startsWith("socket:[")) {
            return writes
                    ? new Wait.Send(call.text(), fd, file)
                    : new Wait.Receive(call.text(), fd, file);
        }
        if (file.startsWith("pipe:[")) {
            // In the call, but not asleep in the pipe: before it, after it or at its memory.
            return new Wait.Unknown(
                    "it is in %s on fd %s, a pipe, but %s"
                            .formatted(
                                    call.text(),
                                    fd,
                                    wchan.known()
                                            .map(name -> "sleeps in the kernel's " + name)
                                            .orElse("in which kernel function is not to be seen")));
        }
        if (file.startsWith("/dev/pts/") || file.equals("/dev/ptmx")) {
            return new Wait.Terminal(call.text(), fd, file, writes);
        }
        return new Wait.Outside(
                call.text() + (writes ? " to fd " : " from fd ") + fd + ", " + file);
    }

    private Wait timer(ProcessView process, Syscall call, long timespec) {
        return new Wait.Timer(
                call.text(),
                memory.read(process.live(), timespec, TIMESPEC_SIZE)
                        .known()
                        .map(bytes -> bytes.getLong(0))
                        .orElse(-1L));
    }

    private Wait waitid(ProcessView process, int kind, int id) {
        switch (kind) {
            case P_ALL:
                return new Wait.ChildExit("waitid", 0);
            case P_PID:
                return new Wait.ChildExit("waitid", child(process, id));
            case P_PGID:
                return new Wait.ChildExit("waitid", group(process, -id));
            case P_PIDFD:
                int pid =
                        proc.fdInfo(process.pid(), id)
                                .known()
                                .map(FdInfo::pidfdOf)
                                .map(of -> of.orElse(-1))
                                .orElse(-1);
                return pid > 0
                        ? new Wait.ChildExit("waitid", pid)
                        : new Wait.Unknown(
                                "it waits for a pidfd, fd " + id + ", of no known process");
            default:
                return new Wait.Unknown("waitid of a kind that is not known, " + kind);
        }
    }

    /**
     * A child's number is that of the caller's PID namespace: in a container, not the one that it
     * has here.
     */
    private int child(ProcessView process, int number) {
        int depth = proc.pidsByNamespace(process.pid()).known().orElse(List.of()).size() - 1;
        if (number <= 0 || depth <= 0) {
            return group(process, number);
        }
        for (int child : children(process)) {
            List<Integer> pids = proc.pidsByNamespace(child).known().orElse(List.of());
            if (pids.size() > depth && pids.get(depth) == number) {
                return child;
            }
        }
        return number;
    }

    private List<Integer> children(ProcessView process) {
        try {
            return proc.children(process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** waitpid(2): 0 means the caller's own group. */
    private static int group(ProcessView process, int pid) {
        return pid == 0 ? -process.stat().group() : pid;
    }

    private static String name(ProcessView process, int fd) {
        return process.file(fd).orElse("a descriptor that may not be looked at");
    }
}
