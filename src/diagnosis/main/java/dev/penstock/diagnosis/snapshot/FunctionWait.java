package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.FdInfo;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import dev.penstock.internal.procfs.TaskSyscall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a thread waits for as far as the kernel function it sleeps in tells, for who may not see the
 * call ({@code /proc/PID/syscall} asks for ptrace's right to attach, which Yama takes from a
 * process of the same user; {@code wchan} for the right to read alone). Function names change
 * between kernels, so each wait has several.
 */
final class FunctionWait {
    private static final Reading<List<Watched>> UNTOLD =
            new Unknown<>(Why.DENIED, "which descriptors is not to be seen");

    private static final Map<String, Wait> FUNCTIONS = new HashMap<>();

    static {
        put(new Wait.Events("epoll_wait", true, UNTOLD), "ep_poll", "do_epoll_wait");
        put(
                new Wait.Events("poll", true, UNTOLD),
                "do_sys_poll",
                "do_poll",
                "do_select",
                "core_sys_select",
                "poll_schedule_timeout");
        put(new Wait.Events("io_uring_enter", true, UNTOLD), "io_cqring_wait");
        put(new Wait.ChildExit("wait4", 0), "do_wait", "kernel_wait4");
        put(
                new Wait.Futex(true, true),
                "futex_do_wait",
                "futex_wait_queue",
                "futex_wait_queue_me",
                "futex_wait");
        put(new Wait.Timer("nanosleep", -1), "hrtimer_nanosleep", "do_nanosleep");
        put(Wait.Partner.UNSEEN, "wait_for_partner", "fifo_open");
        // For a signal or a connection; others, such as wait_woken, serve many.
        for (String function :
                List.of(
                        "do_sys_pause",
                        "__do_sys_pause",
                        "__x64_sys_pause",
                        "sigsuspend",
                        "do_sigtimedwait",
                        "inet_csk_accept",
                        "inet_csk_wait_for_connect")) {
            put(new Wait.Outside(function), function);
        }
    }

    private FunctionWait() {}

    private static void put(Wait wait, String... functions) {
        for (String function : functions) {
            FUNCTIONS.put(function, wait);
        }
    }

    /** Whether a thread sleeps in the function as long as it takes, but so that signals wake it. */
    static boolean interruptible(String function) {
        return FUNCTIONS.containsKey(function(function)) || PipeWait.of(function) != PipeWait.NONE;
    }

    static boolean waitsForPartner(TaskView task) {
        return FUNCTIONS.get(task.wchan().known().orElse("")) == Wait.Partner.UNSEEN;
    }

    static Wait of(ProcFs proc, ProcessView process, TaskView task) {
        if (task.wchan() instanceof Unknown<String> unknown) {
            return new Wait.Unknown(
                    task.call() instanceof Unknown<?> call ? call.reason() : unknown.reason());
        }
        String function = function(task.wchan().known().orElseThrow());
        PipeWait pipe = PipeWait.of(function);
        if (pipe != PipeWait.NONE) {
            return pipe(proc, process, pipe, function);
        }
        Wait known = FUNCTIONS.get(function);
        return known != null
                ? known
                : new Wait.Unknown(
                        "it sleeps in the kernel's %s, which does not say what it waits for%s"
                                .formatted(function, call(task)));
    }

    /** The system call, for people, or why it is not known. */
    private static String call(TaskView task) {
        if (task.call() instanceof Unknown<?> unknown) {
            return ": " + unknown.reason();
        }
        return task.call().known().orElseThrow() instanceof TaskSyscall.Inside inside
                ? ", in system call number " + inside.number()
                : "";
    }

    /** Without what a compiler appends to a function that it made a variant of: .constprop.0. */
    private static String function(String wchan) {
        int dot = wchan.indexOf('.');
        return dot < 0 ? wchan : wchan.substring(0, dot);
    }

    /** The one pipe whose end it has, if there is only one. */
    private static Wait pipe(ProcFs proc, ProcessView process, PipeWait wait, String function) {
        if (wait == PipeWait.EITHER) {
            return new Wait.Unknown(
                    function + " does not say which side of which pipe it waits on");
        }
        List<FdLink> candidates = new ArrayList<>();
        for (FdLink link : process.fds().known().orElse(List.of())) {
            if (mayBePipe(proc, process.pid(), link)
                    && fits(wait, proc.fdInfo(process.pid(), link.fd()))) {
                candidates.add(link);
            }
        }
        if (candidates.isEmpty() || spreads(candidates)) {
            return new Wait.Unknown(
                    "it sleeps in %s, on which of its %s pipes is not to be seen"
                            .formatted(function, candidates.size()));
        }
        FdLink only = candidates.get(0);
        return wait == PipeWait.ROOM
                ? new Wait.Room("write", only.fd(), only.target(), true)
                : new Wait.Bytes("read", only.fd(), only.target(), true);
    }

    /**
     * Whether a descriptor may be the pipe that a thread sleeps in: the functions are the same for
     * a FIFO and for a pipe without a name.
     */
    private static boolean mayBePipe(ProcFs proc, int pid, FdLink link) {
        return link.pipeInode().isPresent()
                || link.target().startsWith("/") && proc.pipe(pid, link.fd()).known().orElse(true);
    }

    /**
     * Whether it is the end that is waited at, or may be: one that is not known is not left out.
     */
    private static boolean fits(PipeWait wait, Reading<FdInfo> info) {
        if (info.known().isEmpty()) {
            return true;
        }
        Optional<End> end = info.known().get().end();
        return end.isPresent() && (wait == PipeWait.ROOM ? end.get().writes() : end.get().reads());
    }

    private static boolean spreads(List<FdLink> candidates) {
        for (FdLink link : candidates) {
            if (!link.target().equals(candidates.get(0).target())) {
                return true;
            }
        }
        return false;
    }
}
