package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Call;
import dev.penstock.diagnosis.trace.log.Clock;
import dev.penstock.diagnosis.trace.log.Kind;
import dev.penstock.diagnosis.trace.log.LineParser;
import dev.penstock.diagnosis.trace.log.LineReader;
import dev.penstock.diagnosis.trace.log.Syscall;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a log of strace, line by line, in memory that does not grow with it. One thread.
 *
 * <pre>{@code
 * Trace trace = new Trace(Duration.ofSeconds(1));
 * trace.read(Files.newInputStream(log));
 * Report report = trace.report();
 * }</pre>
 */
public final class Trace {
    private final World world = new World();
    private final Findings findings = new Findings();
    private final Waits waits;
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
    private Task main;
    private Task last;

    /**
     * Nothing read so far.
     *
     * @param least how long a write must take to be called stalled
     */
    public Trace(Duration least) {
        waits = new Waits(world, findings, least.toNanos());
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
        Merge merge = new Merge(logs);
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
            default -> of(task(pid == 0 ? line.pid() : pid), line);
        }
    }

    private void of(Task task, LineParser line) {
        last = task;
        if (task.process.command == null && line.comm() != null) {
            task.process.command = Programs.plain(line.comm());
        }
        switch (line.kind()) {
            case CALL -> whole(task, line.bytes(), line.textFrom(), line.textTo(), line.syscall());
            case UNFINISHED, TRUNCATED -> {
                boolean broken = line.kind() == Kind.TRUNCATED;
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

    /** Whose line it is; whoever is new was made by somebody who is in fork(2), or was there. */
    private Task task(int pid) {
        if (pid == 0) {
            return unnamed();
        }
        Task task = world.tasks.get(pid);
        if (task == null) {
            Task unnamed = world.tasks.get(0);
            Task parent = forking();
            if (unnamed != null && parent == null) {
                // strace begins to name processes when there are two.
                world.tasks.remove(0);
                unnamed.tid = pid;
                unnamed.process.pid = pid;
                world.tasks.put(pid, unnamed);
                return unnamed;
            }
            task = parent == null ? world.found(pid) : born(parent, pid);
        }
        main = main == null ? task : main;
        return task;
    }

    /** Only one process was traced; by name, if another one was there before. */
    private Task unnamed() {
        Task task = world.tasks.get(0);
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

    private Task forking() {
        Task found = null;
        int candidates = 0;
        for (Task task : world.forking) {
            if (task.child == 0) {
                found = found == null ? task : found;
                candidates++;
            }
        }
        world.guessed += candidates > 1 ? 1 : 0;
        return found;
    }

    private Task born(Task parent, int pid) {
        parent.child = pid;
        parent.read(call);
        return ownership.born(parent, call, pid);
    }

    private void attached(int pid) {
        if (!world.tasks.containsKey(pid)) {
            Task parent = forking();
            if (parent != null) {
                born(parent, pid);
            } else {
                world.found(pid);
            }
        }
    }

    private void whole(Task task, byte[] bytes, int from, int to, Syscall syscall) {
        if (syscall == Syscall.OTHER) {
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
        waits.whole(task, call);
        returned(task);
    }

    private void unfinished(Task task, LineParser line) {
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

    private void resumed(Task task, LineParser line) {
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
        Task task = last;
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

    private void ended(Task task) {
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

    private void returned(Task task) {
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
    private void forked(Task parent, int pid) {
        Task child = world.tasks.get(pid);
        boolean seen = child != null && (parent.child == pid || child.process.line >= parent.line);
        if (pid > 0 && !seen) {
            if (child != null) {
                ownership.exit(child);
            }
            ownership.born(parent, call, pid);
        }
    }

    /** Another thread of the process called execve(2), and goes on under that one's number. */
    private void superseded(Task task, int by) {
        Task other = world.tasks.remove(by);
        if (other != null && other != task) {
            waits.exit(task);
            world.tasks.remove(task.tid, task);
            task.process.tasks.remove(task);
            other.tid = task.tid;
            world.tasks.put(other.tid, other);
        }
    }

    /** What {@code -y} says beside the descriptors. */
    private void learn(Proc process) {
        long inode = call.pipe(0);
        switch (call.syscall()) {
            case PIPE, SOCKETPAIR, EXECVE, CLONE, WAIT, POLL, SELECT -> {}
            default -> {
                if (inode != 0) {
                    ownership.learn(process, call.fd(0), inode);
                }
                if (call.syscall() == Syscall.SPLICE) {
                    ownership.learn(process, call.fd(2), call.pipe(2));
                }
            }
        }
    }

    /** What was found, at the end of all that was read. Once. */
    public Report report() {
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
                        findings.omitted());
        return new Report(
                findings.sorted(), new ArrayList<>(world.pipes()), counts, begin, world.time);
    }
}
