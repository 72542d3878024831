package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.graph.WaitGraph;
import dev.penstock.diagnosis.inspect.Culprit;
import dev.penstock.diagnosis.inspect.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says why a thread that waits on a pipe waits, by who holds what and does what at this line. */
final class Judge {
    private final World world;
    private final WaitEdges edges;
    private final Words words = new Words();

    Judge(World world) {
        this.world = world;
        this.edges = new WaitEdges();
    }

    /**
     * Why it waits.
     *
     * @return empty for a reader who waits for somebody who may yet write
     */
    Optional<Finding> judge(Task task) {
        Stall stall = stall(task, world.since(task.time), Stall.Ending.OPEN);
        Optional<Finding> orphan = task.writes ? Optional.empty() : orphan(task, stall);
        if (orphan.isPresent()) {
            return orphan;
        }
        WaitGraph<Party> graph = edges.graph(task);
        Set<Party> stuck = graph.stuck();
        if (stuck.contains(task)) {
            return Optional.of(deadlock(task, stall, graph.cycle(task, stuck)));
        }
        return task.writes ? Optional.of(unread(task, stall)) : Optional.empty();
    }

    /** The call that it is in, as a stall. */
    Stall stall(Task task, long nanos, Stall.Ending ending) {
        return new Stall(
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

    private Finding deadlock(Task task, Stall stall, List<Party> cycle) {
        List<Task> tasks = new ArrayList<>();
        List<Step> chain = new ArrayList<>();
        for (Party party : cycle) {
            if (party instanceof Task one) {
                tasks.add(one);
                chain.add(words.step(one));
            }
        }
        List<String> evidence = new ArrayList<>();
        evidence.add(
                "all threads of all of them are in the log, and each is in a call that only another"
                        + " of them could end");
        evidence.add(fill(task.pipe));
        holders(task.pipe, evidence);
        List<Proc> others = task.pipe.processes(!task.writes);
        return finding(
                Verdict.DEADLOCK,
                words.cycle(tasks),
                task,
                stall,
                chain,
                true,
                culprit(task.pipe, others, !task.writes),
                evidence);
    }

    /** A reader whose writers all hold their end by mistake. */
    private Optional<Finding> orphan(Task task, Stall stall) {
        List<String> evidence = new ArrayList<>();
        Descriptor first = null;
        for (Descriptor holder : task.pipe.holders) {
            if (holder.writes != task.pipe) {
                continue;
            }
            String sign = task.pipe.seen() ? mistake(holder, task) : null;
            if (sign == null) {
                return Optional.empty();
            }
            first = first == null ? holder : first;
            evidence.add(
                    holder.process().name()
                            + " holds the write end as fd "
                            + holder.fd()
                            + ", "
                            + Words.history(holder)
                            + "; "
                            + sign);
        }
        if (first == null) {
            return Optional.empty();
        }
        evidence.add(fill(task.pipe));
        List<Proc> writers = task.pipe.processes(true);
        String summary =
                task.process.name()
                        + " reads on in "
                        + task.pipe.name()
                        + ", fd "
                        + words.fd(task)
                        + ", and gets no end of file: "
                        + (writers.get(0) == task.process ? "itself" : writers.get(0).name())
                        + " holds a write end, fd "
                        + first.fd()
                        + (writers.size() > 1 ? ", and " + (writers.size() - 1) + " more do" : "");
        return Optional.of(
                finding(
                        Verdict.ORPHAN_WRITER,
                        summary,
                        task,
                        stall,
                        List.of(words.step(task)),
                        false,
                        culprit(task.pipe, writers, true),
                        evidence));
    }

    /** The sign that a write end is not meant to be there; null for an ordinary writer. */
    private static String mistake(Descriptor holder, Task reader) {
        Proc process = holder.process();
        if (process == reader.process) {
            return process.tasks.size() == 1
                    ? "it is the reader itself, which sleeps in the read and cannot close it"
                    : null;
        }
        if (process.parent != null
                && process.parent.ended
                && process.parent != reader.process
                && process.parent != reader.process.parent
                && !reader.process.descends(process)) {
            return "its parent, " + process.parent.name() + ", has ended and left it that end";
        }
        return holder.leaked() && !reader.process.descends(process)
                ? "it never wrote to it, and the descriptor was not close-on-exec"
                : null;
    }

    /** A writer whom somebody could still free. */
    private Finding unread(Task task, Stall stall) {
        Pipe pipe = task.pipe;
        List<Proc> readers = pipe.processes(false);
        List<String> evidence = new ArrayList<>();
        evidence.add(fill(pipe));
        String begin = task.process.name() + " writes to " + pipe.name() + ", fd " + words.fd(task);
        if (readers.isEmpty()) {
            evidence.add(
                    pipe.seen()
                            ? "nobody in the log holds its read end any more"
                            : "it was there before the log begins; record with -f and -y from the"
                                    + " start to see who else holds it");
            return finding(
                    Verdict.UNKNOWN,
                    begin + ", and the log does not show who should read",
                    task,
                    stall,
                    List.of(words.step(task)),
                    false,
                    Optional.empty(),
                    evidence);
        }
        boolean own = true;
        boolean stopped = true;
        boolean reading = pipe.outLine > task.line;
        List<Step> chain = new ArrayList<>(List.of(words.step(task)));
        for (Proc reader : readers) {
            own &= reader == task.process;
            stopped &= reader.stopped;
            evidence.add(words.doing(reader));
            for (Task other : reader.tasks) {
                reading |= other.asleep() && other.pipe == pipe && !other.writes;
                // One that has read before, and sleeps for a while in between.
                reading |= other.asleep() && pipe.out() > 0 && words.isTimed(other);
            }
        }
        holders(pipe, evidence);
        Verdict verdict =
                own || stopped ? Verdict.DEAD_CONSUMER : reading ? Verdict.SLOW : Verdict.UNREAD;
        String rest =
                own
                        ? ", whose read end nobody but itself holds"
                        : stopped
                                ? ", whose reader, " + readers.get(0).name() + ", is stopped"
                                : reading
                                        ? ", which " + readers.get(0).name() + " reads more slowly"
                                        : ", which " + readers.get(0).name() + " does not read";
        if (verdict == Verdict.UNREAD) {
            for (Task other : readers.get(0).tasks) {
                if (other.asleep() && chain.size() == 1) {
                    chain.add(words.step(other));
                }
            }
        }
        return finding(
                verdict,
                begin + rest,
                task,
                stall,
                chain,
                false,
                culprit(pipe, readers, false),
                evidence);
    }

    /** A write that waited and then returned. */
    Finding slow(Task task, Stall stall) {
        Pipe pipe = task.pipe;
        List<Proc> readers = pipe.processes(false);
        return finding(
                Verdict.SLOW,
                task.process.name()
                        + " waited in a write to "
                        + pipe.name()
                        + ", fd "
                        + stall.fd()
                        + ", until "
                        + (readers.isEmpty() ? "somebody" : readers.get(0).name())
                        + " had read",
                task,
                stall,
                List.of(words.step(task)),
                false,
                culprit(pipe, readers, false),
                List.of(fill(pipe)));
    }

    /** A write to a descriptor of which the log does not say what it is. */
    Finding unknown(Task task, Stall stall, String call) {
        return finding(
                Verdict.UNKNOWN,
                task.process.name()
                        + " is in "
                        + call
                        + ", and the log does not show what fd "
                        + stall.fd()
                        + " is",
                task,
                stall,
                List.of(words.step(task)),
                false,
                Optional.empty(),
                List.of("record with -y, which writes each descriptor's file beside it"));
    }

    private Finding finding(
            Verdict verdict,
            String summary,
            Task task,
            Stall stall,
            List<Step> chain,
            boolean closed,
            Optional<Culprit> culprit,
            List<String> evidence) {
        return new Finding(
                verdict,
                summary,
                Optional.ofNullable(task.pipe),
                stall,
                List.copyOf(chain),
                closed,
                culprit,
                List.copyOf(evidence),
                world.line,
                1);
    }

    private static Optional<Culprit> culprit(Pipe pipe, List<Proc> processes, boolean writers) {
        for (Descriptor holder : pipe.holders) {
            boolean has = (writers ? holder.writes : holder.reads) == pipe;
            if (has && !processes.isEmpty() && holder.process() == processes.get(0)) {
                String command = holder.process().command;
                return Optional.of(
                        new Culprit(
                                holder.pid(),
                                holder.fd(),
                                writers ? "writer" : "reader",
                                command == null ? "" : command));
            }
        }
        return Optional.empty();
    }

    private static String fill(Pipe pipe) {
        long unread = pipe.in - pipe.out;
        if (!pipe.seen() || unread < 0) {
            return pipe.name()
                    + ": the log shows "
                    + pipe.in
                    + " bytes in and "
                    + pipe.out
                    + " out";
        }
        return pipe.name()
                + " had got "
                + pipe.in
                + " bytes, of which "
                + pipe.out
                + " were read: "
                + unread
                + " lay in it";
    }

    private static void holders(Pipe pipe, List<String> evidence) {
        for (Descriptor holder : pipe.holders) {
            evidence.add(
                    holder.process().name()
                            + " holds the "
                            + (holder.writes == pipe ? "write" : "read")
                            + " end as fd "
                            + holder.fd()
                            + ", "
                            + Words.history(holder));
        }
    }
}
