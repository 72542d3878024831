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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a thread waits for as far as the kernel function it sleeps in tells, for who may not see the
 * call ({@code /proc/PID/syscall} asks for ptrace's right to attach, which Yama takes from a
 * process of the same user; {@code wchan} for the right to read alone). Function names change
 * between kernels, so these are sets.
 */
final class FunctionWait {
    private static final Set<String> EPOLL = Set.of("ep_poll", "do_epoll_wait");
    private static final Set<String> POLL =
            Set.of(
                    "do_sys_poll",
                    "do_poll",
                    "do_select",
                    "core_sys_select",
                    "poll_schedule_timeout");
    private static final Set<String> URING = Set.of("io_cqring_wait");
    private static final Set<String> CHILD = Set.of("do_wait", "kernel_wait4");
    private static final Set<String> FUTEX =
            Set.of("futex_do_wait", "futex_wait_queue", "futex_wait_queue_me", "futex_wait");
    private static final Set<String> TIMER = Set.of("hrtimer_nanosleep", "do_nanosleep");

    /** For a signal or a connection; others, such as wait_woken, serve many. */
    private static final Set<String> OUTSIDE =
            Set.of(
                    "do_sys_pause",
                    "__do_sys_pause",
                    "__x64_sys_pause",
                    "sigsuspend",
                    "do_sigtimedwait",
                    "inet_csk_accept",
                    "inet_csk_wait_for_connect");

    private static final Set<String> PARTNER = Set.of("wait_for_partner", "fifo_open");

    private FunctionWait() {}

    static boolean waitsForPartner(TaskView task) {
        return PARTNER.contains(task.wchan().known().orElse(""));
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
        Reading<List<Watched>> untold =
                new Unknown<>(Why.DENIED, "which descriptors is not to be seen");
        if (EPOLL.contains(function)) {
            return new Wait.Events("epoll_wait", true, untold);
        }
        if (POLL.contains(function)) {
            return new Wait.Events("poll", true, untold);
        }
        if (URING.contains(function)) {
            return new Wait.Events("io_uring_enter", true, untold);
        }
        if (CHILD.contains(function)) {
            return new Wait.ChildExit("wait4", 0);
        }
        if (FUTEX.contains(function)) {
            return new Wait.Futex(true, true);
        }
        if (TIMER.contains(function)) {
            return new Wait.Timer("nanosleep", -1);
        }
        if (PARTNER.contains(function)) {
            return Wait.Partner.UNSEEN;
        }
        if (OUTSIDE.contains(function)) {
            return new Wait.Outside(function);
        }
        return new Wait.Unknown(
                "it sleeps in the kernel's "
                        + function
                        + ", on what is not to be seen: "
                        + task.call().text());
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
            if (link.pipeInode().isPresent() && fits(wait, proc.fdInfo(process.pid(), link.fd()))) {
                candidates.add(link);
            }
        }
        if (candidates.isEmpty() || spreads(candidates)) {
            return new Wait.Unknown(
                    "it sleeps in "
                            + function
                            + ", on which of its "
                            + candidates.size()
                            + " pipes is not to be seen");
        }
        FdLink only = candidates.get(0);
        return wait == PipeWait.ROOM
                ? new Wait.Room("write", only.fd(), only.target(), true)
                : new Wait.Bytes("read", only.fd(), only.target(), true);
    }

    private static boolean fits(PipeWait wait, Reading<FdInfo> info) {
        Optional<End> end = info.known().flatMap(FdInfo::end);
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
