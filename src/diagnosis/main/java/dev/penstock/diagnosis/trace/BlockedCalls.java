package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.StalledCall;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.diagnosis.rule.Rules;
import dev.penstock.diagnosis.trace.log.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which thread is in which call since when, and which of these calls are stalls. */
final class BlockedCalls {
    /** These interrupt calls in a program's ordinary life: they free nobody from anything. */
    private static final Set<String> ORDINARY =
            Set.of("SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGPROF", "SIGVTALRM", "SIGIO");

    /** Of the threads that wait at one pipe: what is true of these is true of the others. */
    private static final int MOST_JUDGED = 16;

    private static final int OFTEN = 16;

    private final LoggedWorld world;
    private final CountedFindings findings;
    private final LogWords words = new LogWords();
    private final long least;

    /** A call is a stall from so many nanoseconds on. */
    BlockedCalls(LoggedWorld world, CountedFindings findings, long least) {
        this.world = world;
        this.findings = findings;
        this.least = least;
    }

    /** A call of which the beginning is there. */
    void begin(TracedThread task, Call call) {
        boolean again = task.restarting && sameAs(task, call);
        if (!again) {
            abandon(task);
            task.line = world.line;
            task.time = world.time;
        }
        task.inCall = true;
        task.restarting = false;
        task.moved = false;
        if (!again) {
            on(task, call);
        }
    }

    /** After a signal the kernel makes the same call once more; to the program it is one. */
    private boolean sameAs(TracedThread task, Call call) {
        if (call.isNamed("restart_syscall")) {
            return true;
        }
        Call before = new Call();
        task.read(before);
        return before.syscall() == call.syscall()
                && before.name().equals(call.name())
                && before.number(0, -1) == call.number(0, -1);
    }

    private void on(TracedThread task, Call call) {
        FdTable files = task.process.files;
        switch (call.syscall()) {
            case READ, RECVMSG -> on(task, files.get(call.fd(0)), false);
            case WRITE, SENDMSG, SENDFILE -> on(task, files.get(call.fd(0)), true);
            case SPLICE -> between(task, files.get(call.fd(0)), files.get(call.fd(2)));
            case POLL -> polls(task, call);
            case TEE -> between(task, files.get(call.fd(0)), files.get(call.fd(1)));
            default -> {}
        }
    }

    /** Who polls one pipe for input, without a timeout, waits as a reader does. */
    private void polls(TracedThread task, Call call) {
        int[] fds = call.fds(0, "fd=");
        boolean endless = call.number(2, 0) == -1 || call.text(2).equals("NULL");
        if (fds.length == 1 && endless && call.has(0, "POLLIN") && !call.has(0, "POLLOUT")) {
            on(task, task.process.files.get(fds[0]), false);
        }
    }

    /** It waits for bytes first, and for room if there are some. */
    private void between(TracedThread task, Descriptor from, Descriptor to) {
        boolean empty = from != null && from.reads != null && from.reads.in <= from.reads.out;
        if (to == null || empty) {
            on(task, from, false);
        } else {
            on(task, to, true);
        }
    }

    private void on(TracedThread task, Descriptor descriptor, boolean writes) {
        if (descriptor == null) {
            return;
        }
        Ownership.uses(descriptor, writes);
        TracedPipe pipe = writes ? descriptor.writes : descriptor.reads;
        if (pipe != null) {
            task.pipe = pipe;
            task.writes = writes;
            pipe.waiting.add(task);
        }
    }

    /** The call was interrupted, and may begin anew. */
    void interrupt(TracedThread task) {
        if (task.inCall) {
            task.restarting = true;
            task.moved = false;
        }
    }

    /** Another call of a thread whose last was interrupted: a handler's, perhaps. */
    void move(TracedThread task) {
        task.moved = true;
    }

    /** The call has returned; nothing of what it did has been applied. */
    void end(TracedThread task, Call call) {
        if (task.pipe != null) {
            long since = world.since(task.time);
            // A call that was begun anew took longer than its last part.
            long nanos = Math.max(call.nanos(), since);
            boolean returned = call.outcome() == Call.Outcome.VALUE;
            if (nanos >= least) {
                stalled(task, nanos, returned);
            }
        }
        forget(task);
    }

    /**
     * A call that is told in one line, with how long it took.
     *
     * @param bytes its text is in these, from that one up to the other
     */
    void whole(TracedThread task, Call call, byte[] bytes, int from, int to) {
        if (task.restarting && sameAs(task, call)) {
            end(task, call);
            return;
        }
        abandon(task);
        if (call.nanos() >= least) {
            task.keep(bytes, from, to);
            task.line = world.line;
            task.time = world.time;
            on(task, call);
            if (task.pipe != null) {
                stalled(task, call.nanos(), call.outcome() == Call.Outcome.VALUE);
            }
            forget(task);
        }
    }

    private void stalled(TracedThread task, long nanos, boolean returned) {
        StalledCall stalled =
                call(
                        task,
                        nanos,
                        returned ? StalledCall.Ending.RETURNED : StalledCall.Ending.INTERRUPTED);
        task.pipe.stalls.add(stalled);
        boolean free = task.judged == null || task.judged.verdict().compareTo(Verdict.UNREAD) >= 0;
        if (returned && free) {
            task.judged = task.writes ? classifier(task).slow().of(stalled, task.pipe) : null;
        }
    }

    /** The call that it is in, as a stall. */
    private StalledCall call(TracedThread task, long nanos, StalledCall.Ending ending) {
        return new StalledCall(
                task.writes,
                task.process.pid,
                task.tid,
                task.process.command,
                words.fd(task),
                words.asked(task),
                task.line,
                task.time,
                nanos,
                ending);
    }

    private LogClassifier classifier(TracedThread task) {
        return new LogClassifier(new LogScene(world, words, task), words);
    }

    /** An interrupted call that was not begun anew ended there. */
    private void abandon(TracedThread task) {
        if (task.pipe != null && isLong(task)) {
            task.pipe.stalls.add(
                    call(task, world.since(task.time), StalledCall.Ending.INTERRUPTED));
        }
        forget(task);
    }

    private boolean isLong(TracedThread task) {
        return world.since(task.time) >= least;
    }

    private void forget(TracedThread task) {
        if (task.judged != null) {
            findings.add(task.judged);
        }
        if (task.pipe != null) {
            task.pipe.waiting.remove(task);
        }
        task.pipe = null;
        task.inCall = false;
        task.restarting = false;
        task.moved = false;
        task.judged = null;
        task.looks = 0;
        task.child = 0;
    }

    /** Looks at who waits in a pipe, before an end of the pipe is closed. */
    void look(TracedPipe pipe) {
        int judged = 0;
        for (TracedThread task : pipe.waiting) {
            if (judged < MOST_JUDGED && task.asleep() && isLong(task)) {
                judged++;
                // Who is looked at over and over is looked at ever more seldom.
                if (++task.looks <= OFTEN || Integer.bitCount(task.looks) == 1) {
                    judge(task);
                }
            }
        }
    }

    /** Looks at who waits in a process's pipes, before a signal or its end frees somebody. */
    void look(TracedProcess process) {
        for (Descriptor descriptor : process.files.all()) {
            if (descriptor.reads != null) {
                look(descriptor.reads);
            }
            if (descriptor.writes != null && descriptor.writes != descriptor.reads) {
                look(descriptor.writes);
            }
        }
    }

    /** The thread has got a signal. */
    void signal(TracedThread task, String words) {
        int space = words.indexOf(' ');
        if (!ORDINARY.contains(space < 0 ? words : words.substring(0, space))) {
            look(task.process);
        }
    }

    /** Keeps the gravest finding of the wait. How the call ends decides whether it is SLOW. */
    private void judge(TracedThread task) {
        StalledCall call = call(task, world.since(task.time), StalledCall.Ending.OPEN);
        Optional<Finding> found =
                Rules.find(new LogScene(world, words, task)).stream()
                        .findFirst()
                        .map(first -> first.of(call, task.pipe));
        boolean graver =
                found.isPresent()
                        && (task.judged == null
                                || found.get().verdict().compareTo(task.judged.verdict()) < 0);
        task.judged = graver ? found.get() : task.judged;
    }

    /** A thread ends, in that call or not. */
    void exit(TracedThread task) {
        abandon(task);
    }

    /** The log ends. What is still under way counts, if it is long, or if nobody does anything. */
    void finish() {
        boolean quiet = true;
        Map<TracedPipe, Integer> judged = new HashMap<>();
        for (TracedThread task : world.tasks.values()) {
            quiet &= task.asleep() || task.process.stopped;
        }
        for (TracedThread task : world.tasks.values()) {
            if (!task.asleep() || !quiet && !isLong(task)) {
                continue;
            }
            if (task.pipe != null) {
                task.pipe.stalls.add(call(task, world.since(task.time), StalledCall.Ending.OPEN));
                if (judged.merge(task.pipe, 1, Integer::sum) <= MOST_JUDGED) {
                    judge(task);
                }
                if (task.judged != null) {
                    findings.add(task.judged);
                }
            } else {
                unknown(task);
            }
        }
    }

    private void unknown(TracedThread task) {
        Call call = new Call();
        task.read(call);
        boolean writes =
                switch (call.syscall()) {
                    case WRITE, SENDMSG -> true;
                    default -> false;
                };
        // A path that is no pipe's says that it is a disk's, a terminal's or a connection's.
        if (writes && call.pipe(0) == 0) {
            task.writes = true;
            StalledCall open = call(task, world.since(task.time), StalledCall.Ending.OPEN);
            findings.add(classifier(task).unknown().of(open, null));
        }
    }
}
