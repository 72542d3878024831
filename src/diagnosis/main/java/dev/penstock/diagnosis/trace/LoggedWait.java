package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.diagnosis.trace.log.Call;
import dev.penstock.internal.procfs.Reading.Known;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import java.util.ArrayList;
import java.util.List;

/** What a thread waits for, by the call that it is in. */
final class LoggedWait {
    private final Call call = new Call();
    private final LogWords words;

    LoggedWait(LogWords words) {
        this.words = words;
    }

    Wait of(TracedThread thread) {
        thread.read(call);
        if (thread.pipe != null) {
            String file = thread.pipe.file();
            return thread.writes
                    ? new Wait.Room(call.name(), words.fd(thread), file, false)
                    : new Wait.Bytes(call.name(), words.fd(thread), file, false);
        }
        if (!thread.asleep()) {
            return new Wait.Running();
        }
        return switch (call.syscall()) {
            case WAIT -> child();
            case POLL -> polled(thread);
            case SELECT -> selected(thread);
            case FUTEX ->
                    call.has(1, "FUTEX_WAIT")
                            ? new Wait.Futex(!call.text(3).equals("NULL"), false)
                            : new Wait.Outside(call.name());
            default ->
                    call.isNamed("clock_nanosleep") || call.isNamed("nanosleep")
                            ? new Wait.Timer(call.name(), -1)
                            : new Wait.Outside(call.name());
        };
    }

    private Wait child() {
        boolean waitid = call.isNamed("waitid");
        if (call.has("WNOHANG") || waitid && call.has(0, "P_PIDFD")) {
            return new Wait.Unknown(call.name() + " of no known child");
        }
        long pid = call.number(waitid ? 1 : 0, -1);
        boolean any = waitid ? !call.has(0, "P_PID") : pid <= 0;
        return new Wait.ChildExit(call.name(), any ? 0 : (int) pid);
    }

    /** Which of both ends is polled for what is not looked at: a pipe has one only. */
    private Wait polled(TracedThread thread) {
        // poll(fds, count, -1), ppoll(fds, count, NULL, …)
        boolean timed = call.number(2, 0) != -1 && !call.text(2).equals("NULL");
        return events(timed, watched(thread, call.fds(0, "fd="), true, true));
    }

    private Wait selected(TracedThread thread) {
        List<Watched> watched = watched(thread, call.fds(1, "["), true, false);
        watched.addAll(watched(thread, call.fds(2, "["), false, true));
        boolean timed = !call.text(4).equals("NULL") || !call.text(3).equals("NULL");
        return events(timed, watched);
    }

    private Wait events(boolean timed, List<Watched> watched) {
        return new Wait.Events(
                call.name(),
                timed,
                watched.isEmpty()
                        ? new Unknown<>(Why.UNTOLD, "the log leaves out what is polled")
                        : new Known<>(watched));
    }

    private static List<Watched> watched(
            TracedThread thread, int[] fds, boolean reads, boolean writes) {
        List<Watched> watched = new ArrayList<>();
        for (int fd : fds) {
            Descriptor descriptor = thread.process.files.get(fd);
            TracedPipe pipe =
                    descriptor == null
                            ? null
                            : descriptor.reads == null ? descriptor.writes : descriptor.reads;
            watched.add(new Watched(fd, pipe == null ? "" : pipe.file(), reads, writes, false));
        }
        return watched;
    }
}
