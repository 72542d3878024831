package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Call;
import dev.penstock.diagnosis.trace.log.CallKind;
import dev.penstock.diagnosis.trace.log.Clock;
import dev.penstock.diagnosis.trace.log.LineKind;
import dev.penstock.diagnosis.trace.log.LineParser;
import dev.penstock.diagnosis.trace.log.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a log of strace, line by line, in time that grows as the log does, and in memory that does
 * not: of what there is too much of at once, nothing is kept, and {@link Counts} says of how much.
 * One thread.
 *
 * <pre>{@code
 * Trace trace = new Trace(Duration.ofSeconds(1));
 * trace.read(Files.newInputStream(log));
 * TraceReport report = trace.report();
 * }</pre>
 */
public final class Trace {
    private final LoggedWorld world = new LoggedWorld();
    private final CountedFindings findings = new CountedFindings();
    private final BlockedCalls waits;
    private final Ownership ownership;
    private final Traffic traffic = new Traffic(world);
    private final Call call = new Call();

    private long lines;
    private long calls;
    private long foreign;
    private long firstForeign;
    private long truncated;
    private long firstTruncated;
    private long unmatched;
    private long shortened;
    private long begin = Clock.UNKNOWN;
    private TracedThread main;
    private TracedThread last;

    /**
     * Nothing read so far.
     *
     * @param least how long a write must take to be called stalled
     */
    public Trace(Duration least) {
        waits = new BlockedCalls(world, findings, least.toNanos());
        ownership = new Ownership(world, waits::look);
    }

    /**
     * Reads a whole log, which {@code strace -f} wrote, or strace without it.
     *
     * @param in is read to its end, and not closed
     * @throws IOException from the stream
     */
    public void read(InputStream in) throws IOException {
        Clock clock = new Clock();
        LineReader reader = new LineReader(in);
        LineParser parser = new LineParser(clock);
        while (reader.next()) {
            parser.parse(reader);
            line(parser, clock, 0);
        }
        shortened += reader.shortened();
    }

    /**
     * Reads the files of {@code strace -ff} together, in the order of their times.
     *
     * @param logs one for each process; without times they are read one after the other
     * @throws IOException from a stream
     */
    public void read(List<ProcessLog> logs) throws IOException {
        LogMerge merge = new LogMerge(logs);
        while (merge.next()) {
            line(merge.parser(), merge.clock(), merge.pid());
        }
        shortened += merge.shortened();
    }

    private void line(LineParser line, Clock clock, int pid) {
        world.line = ++lines;
        world.time = clock.now();
        if (begin == Clock.UNKNOWN) {
            begin = world.time;
        }
        switch (line.kind()) {
            case FOREIGN -> {
                foreign++;
                firstForeign = firstForeign == 0 ? lines : firstForeign;
            }
            case ASIDE -> {}
            case ATTACHED -> attached(line.about());
            case DETACHED -> {}
            case CONTINUED -> continued(line);
            default -> {
                TracedThread task = task(pid == 0 ? line.pid() : pid);
                if (task == null) {
                    world.leaveOut();
                } else {
                    of(task, line);
                }
            }
        }
    }

    private void of(TracedThread task, LineParser line) {
        last = task;
        if (task.process.command == null && line.comm() != null) {
            task.process.command = ProgramName.comm(line.comm());
        }
        switch (line.kind()) {
            case CALL -> whole(task, line.bytes(), line.textFrom(), line.textTo(), line.syscall());
            case UNFINISHED, TRUNCATED -> {
                boolean broken = line.kind() == LineKind.TRUNCATED;
                unfinished(task, line);
                task.broken = broken;
                if (line.about() != 0) {
                    attached(line.about());
                } else if (broken) {
                    truncated++;
                    firstTruncated = firstTruncated == 0 ? lines : firstTruncated;
                }
            }
            case RESUMED -> resumed(task, line);
            case SIGNAL -> waits.signal(task, line.text());
            case STOPPED -> task.process.stopped = true;
            case EXIT -> {
                waits.look(task.process);
                waits.exit(task);
                ownership.exit(task);
            }
            case SUPERSEDED -> superseded(task, line.about());
            default -> throw new IllegalStateException(line.kind().name());
        }
    }

    /**
     * Whose line it is; whoever is new was made by somebody who is in fork(2), or was there. Null
     * where there are more of them than are followed.
     */
    private TracedThread task(int pid) {
        if (pid == 0) {
            return unnamed();
        }
        TracedThread task = world.tasks.get(pid);
        if (task == null) {
            TracedThread unnamed = world.tasks.get(0);
            TracedThread parent = forking();
            if (unnamed != null && parent == null) {
                // strace begins to name processes when there are two.
                world.tasks.remove(0);
                unnamed.tid = pid;
                unnamed.process.pid = pid;
                world.tasks.put(pid, unnamed);
                return unnamed;
            }
            if (world.full()) {
                return null;
            }
            task = parent == null ? world.found(pid) : born(parent, pid);
        }
        main = main == null ? task : main;
        return task;
    }

    /** The thread of a line without a pid: strace names none while it traces one process. */
    private TracedThread unnamed() {
        TracedThread task = world.tasks.get(0);
        if (task != null) {
            return task;
        }
        if (world.tasks.size() == 1) {
            return world.tasks.values().iterator().next();
        }
        if (main != null && world.tasks.get(main.tid) == main) {
            return main;
        }
        task = world.found(0);
        main = main == null ? task : main;
        return task;
    }

    private TracedThread forking() {
        world.guessed += world.forking.size() > 1 ? 1 : 0;
        return world.forking.isEmpty() ? null : world.forking.iterator().next();
    }

    private TracedThread born(TracedThread parent, int pid) {
        parent.child = pid;
        world.forking.remove(parent);
        parent.read(call);
        return ownership.born(parent, call, pid);
    }

    private void attached(int pid) {
        if (world.tasks.containsKey(pid)) {
            return;
        }
        if (world.full()) {
            world.leaveOut();
        } else {
            TracedThread parent = forking();
            if (parent != null) {
                born(parent, pid);
            } else {
                world.found(pid);
            }
        }
    }

    private void whole(TracedThread task, byte[] bytes, int from, int to, CallKind syscall) {
        if (syscall == CallKind.OTHER) {
            calls++;
            if (task.inCall) {
                waits.move(task);
            }
            return;
        }
        call.read(bytes, from, to);
        learn(task.process);
        if (call.outcome() == Call.Outcome.RESTART) {
            waits.begin(task, call);
            task.keep(bytes, from, to);
            waits.interrupt(task);
            return;
        }
        waits.whole(task, call, bytes, from, to);
        returned(task);
    }

    private void unfinished(TracedThread task, LineParser line) {
        call.read(line.bytes(), line.textFrom(), line.textTo());
        learn(task.process);
        waits.begin(task, call);
        if (!call.isNamed("restart_syscall")) {
            task.keep(line.bytes(), line.textFrom(), line.textTo());
        }
        switch (call.syscall()) {
            case FORK, VFORK, CLONE -> world.forking.add(task);
            default -> {}
        }
    }

    private void resumed(TracedThread task, LineParser line) {
        task.broken = false;
        if (!task.inCall) {
            unmatched++;
            return;
        }
        task.append(line.bytes(), line.textFrom(), line.textTo());
        task.read(call);
        ended(task);
    }

    private void continued(LineParser line) {
        TracedThread task = last;
        if (task == null || !task.broken) {
            foreign++;
            firstForeign = firstForeign == 0 ? lines : firstForeign;
            return;
        }
        task.broken = false;
        task.append(line.bytes(), line.textFrom(), line.textTo());
        task.read(call);
        if (call.outcome() != Call.Outcome.NONE) {
            ended(task);
        }
    }

    private void ended(TracedThread task) {
        world.forking.remove(task);
        if (call.outcome() == Call.Outcome.RESTART) {
            waits.interrupt(task);
            return;
        }
        int child = task.child;
        learn(task.process);
        waits.end(task, call);
        task.child = child;
        returned(task);
        task.child = 0;
    }

    private void returned(TracedThread task) {
        calls++;
        if (!call.succeeded()) {
            return;
        }
        traffic.apply(task.process.files, call);
        switch (call.syscall()) {
            case FORK, VFORK, CLONE -> forked(task, (int) call.result());
            default -> ownership.apply(task, call);
        }
    }

    /** The child may have been seen before the parent's call returned. */
    private void forked(TracedThread parent, int pid) {
        TracedThread child = world.tasks.get(pid);
        boolean seen = child != null && (parent.child == pid || child.process.line >= parent.line);
        if (pid > 0 && !seen) {
            if (child != null) {
                ownership.exit(child);
            }
            if (world.full()) {
                world.leaveOut();
            } else {
                ownership.born(parent, call, pid);
            }
        }
    }

    /** Another thread of the process called execve(2), and goes on under that one's number. */
    private void superseded(TracedThread task, int by) {
        TracedThread other = world.tasks.remove(by);
        if (other != null && other != task) {
            waits.exit(task);
            world.tasks.remove(task.tid, task);
            task.process.tasks.remove(task);
            other.tid = task.tid;
            world.tasks.put(other.tid, other);
        }
    }

    /** What {@code -y} says beside the descriptors. */
    private void learn(TracedProcess process) {
        long inode = call.pipe(0);
        switch (call.syscall()) {
            case PIPE, SOCKETPAIR, EXECVE, CLONE, WAIT, POLL, SELECT -> {}
            default -> {
                if (inode != 0) {
                    ownership.learn(process, call.fd(0), inode);
                }
                if (call.syscall() == CallKind.SPLICE) {
                    ownership.learn(process, call.fd(2), call.pipe(2));
                }
            }
        }
    }

    /** What was found, at the end of all that was read. Once. */
    public TraceReport report() {
        waits.finish();
        Counts counts =
                new Counts(
                        lines,
                        calls,
                        foreign,
                        firstForeign,
                        truncated,
                        firstTruncated,
                        unmatched,
                        shortened,
                        world.processes,
                        world.guessed,
                        world.hidden,
                        world.dropped(),
                        world.unkeptDescriptors(),
                        world.unfollowed(),
                        findings.omitted());
        return new TraceReport(
                findings.sorted(), new ArrayList<>(world.pipes()), counts, begin, world.time);
    }
}
