package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.WaitGraph;
import dev.penstock.diagnosis.model.WaitGraph.Mode;
import dev.penstock.diagnosis.model.Wakers;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.Snapshot;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.ProcFs;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Who could wake whom among the processes that run. A thread waits in the graph only if it slept
 * all the time, and if everybody who could wake it is known; in every other case it stays free, so
 * that what is not known can prove nothing.
 */
final class LiveWakers implements Wakers {
    private static final String EVENTFD = "anon_inode:[eventfd]";

    /** SIGINT, which Python always handles, and the two of glibc's own: signal n is bit n − 1. */
    static final long ROUTINE = 1L << 1 | 1L << 31 | 1L << 32;

    private final ProcFs proc;
    private final Interval interval;
    private final Snapshot last;
    private final UnreadableProcesses unreadable;
    private final RuntimeThreads runtime;
    private final Terminals terminals;

    LiveWakers(
            ProcFs proc,
            Interval interval,
            UnreadableProcesses unreadable,
            RuntimeThreads runtime) {
        this.proc = proc;
        this.interval = interval;
        this.last = interval.last();
        this.unreadable = unreadable;
        this.runtime = runtime;
        terminals = new Terminals(proc, last.processes());
    }

    /**
     * Builds the graph.
     *
     * @param mayBeInterrupted whether a timer of its own can wake a process from any wait
     */
    WaitGraph<Party> graph(IntPredicate mayBeInterrupted) {
        WaitGraph<Party> graph = new WaitGraph<>();
        if (!last.processes().complete()) {
            return graph;
        }
        for (ProcessView process : last.processes().all()) {
            List<TaskView> tasks = runtime.others(process);
            if (tasks.isEmpty()) {
                continue;
            }
            for (TaskView task : tasks) {
                if (interval.still(task) && !mayBeInterrupted.test(process.pid())) {
                    last.wait(task)
                            .wakers(task.party(), this)
                            .filter(wakers -> !wakers.isEmpty())
                            .ifPresent(wakers -> graph.add(task.party(), Mode.ANY, wakers));
                }
            }
            if (process.allTasksSeen()) {
                graph.add(Party.process(process.pid()), Mode.ANY, parties(tasks));
            }
        }
        return graph;
    }

    /** The other end of a socket is not known where that is on another machine. */
    @Override
    public Optional<Set<Party>> otherEnd(Party waiter, String file, boolean writers) {
        return SocketView.isSocket(file)
                ? last.socket(file)
                        .filter(socket -> unreadable.mayHold(socket.peers()).isEmpty())
                        .filter(socket -> writers ? socket.unread() == 0 : lies(socket))
                        .map(socket -> processes(socket.peers()))
                : pipe(file)
                        .filter(pipe -> writers ? empty(pipe) : !empty(pipe))
                        .filter(pipe -> !writers || !mayTellItself(pipe, waiter.pid()))
                        .map(pipe -> processes(writers ? pipe.writers() : pipe.readers()));
    }

    /** A handler of a signal may write to a pipe that its own process reads. */
    private boolean mayTellItself(PipeView pipe, int pid) {
        for (PipeHolder writer : pipe.writers()) {
            if (writer.pid() == pid) {
                return (proc.caughtSignals(pid).known().orElse(-1L) & ~ROUTINE) != 0;
            }
        }
        return false;
    }

    /** Whoever waits for bytes although there are some is about to wake, or waits for no bytes. */
    private static boolean empty(PipeView pipe) {
        return pipe.state().known().map(state -> state.unread() == 0).orElse(false);
    }

    /** Whether there is something in a socket that its peer could take. */
    private static boolean lies(SocketView socket) {
        return socket.unsent() > 0 || socket.peerUnread() > 0;
    }

    /** The pipe, unless a process that may not be looked at may hold it too. */
    private Optional<? extends PipeView> pipe(String file) {
        return last.pipe(file)
                .filter(pipe -> pipe.state().known().isPresent())
                .filter(pipe -> unreadable.mayHold(pipe.holders()).isEmpty());
    }

    @Override
    public Optional<Set<Party>> others(Party waiter, Watched one) {
        if (one.file().startsWith(Watched.PIDFD)) {
            int pid = Integer.parseInt(one.file().substring(Watched.PIDFD.length()));
            return Optional.of(Set.of(Party.process(pid)));
        }
        if (one.file().equals(EVENTFD) && !shared(waiter.pid(), one.fd())) {
            return Optional.of(Set.of(Party.process(waiter.pid())));
        }
        List<PipeHolder> others = new ArrayList<>();
        Optional<? extends PipeView> pipe = pipe(one.file());
        if (one.reads() && (one.edgeTriggered() || pipe.filter(LiveWakers::empty).isPresent())) {
            pipe.ifPresent(known -> others.addAll(known.writers()));
        }
        if (one.writes()) {
            pipe.ifPresent(known -> others.addAll(known.readers()));
        }
        return others.isEmpty() ? Optional.empty() : Optional.of(processes(others));
    }

    /**
     * Whether a copy of the process may have its eventfd too: a fork that runs the same program.
     * Across an execve(2) nobody hands one on.
     */
    private boolean shared(int pid, int fd) {
        ProcessView process = last.processes().process(pid).orElseThrow();
        for (ProcessView other : last.processes().all()) {
            if (other.pid() != pid
                    && other.stat().comm().equals(process.stat().comm())
                    && other.file(fd).orElse("").equals(EVENTFD)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<Set<Party>> terminal(Party waiter, Wait.Terminal terminal) {
        int pid = waiter.pid();
        Optional<List<PipeHolder>> other = terminals.otherSide(pid, terminal.fd(), terminal.name());
        Optional<List<PipeHolder>> same = terminals.sameSide(pid, terminal.fd(), terminal.name());
        if (other.isEmpty() || same.isEmpty() || other.get().isEmpty()) {
            return Optional.empty();
        }
        if (!terminal.writes() && other.get().stream().anyMatch(this::readsTerminal)) {
            return Optional.empty();
        }
        List<PipeHolder> all = new ArrayList<>(other.get());
        for (PipeHolder holder : same.get()) {
            if (holder.pid() != pid) {
                all.add(holder);
            }
        }
        return unreadable.mayHold(all).isEmpty() ? Optional.of(processes(all)) : Optional.empty();
    }

    /**
     * Whether somebody waits for what the other side writes: a user, or who plays one, looks at the
     * program's page, and the program waits for a key.
     */
    private boolean readsTerminal(PipeHolder holder) {
        ProcessView process = last.processes().process(holder.pid()).orElseThrow();
        for (TaskView task : process.tasks()) {
            if (last.wait(task) instanceof Wait.Terminal terminal && !terminal.writes()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<Set<Party>> lockers(String file) {
        List<PipeHolder> lockers = last.lockers(file);
        return unreadable.mayHold(lockers).isEmpty()
                ? Optional.of(processes(lockers))
                : Optional.empty();
    }

    @Override
    public Optional<Set<Party>> children(int pid, int which) {
        Set<Party> children = new LinkedHashSet<>();
        for (ProcessView child : last.processes().children(pid)) {
            boolean waitedFor =
                    which == 0 || which == child.pid() || which == -child.stat().group();
            if (waitedFor && child.ended()) {
                return Optional.empty();
            }
            if (waitedFor) {
                children.add(Party.process(child.pid()));
            }
        }
        return Optional.of(children);
    }

    @Override
    public Set<Party> offspring(int pid) {
        Set<Party> children = new LinkedHashSet<>();
        for (ProcessView child : last.processes().children(pid)) {
            children.add(Party.process(child.pid()));
        }
        return children;
    }

    @Override
    public Optional<Set<Party>> siblings(Party waiter) {
        ProcessView process = last.processes().process(waiter.pid()).orElseThrow();
        if (!process.allTasksSeen()) {
            return Optional.empty();
        }
        Set<Party> siblings = parties(runtime.others(process));
        siblings.remove(waiter);
        return Optional.of(isAlone(process) ? Set.of(waiter) : siblings);
    }

    /**
     * Whether the only thread of a process can be woken from a private futex by itself alone, which
     * sleeps: it has no handler of a signal that could do it, and shares its memory with nobody. A
     * lock is in such a state after a fork, if a thread had it that the child does not have.
     */
    private boolean isAlone(ProcessView process) {
        int pid = process.pid();
        if (process.tasks().size() != 1
                || (proc.caughtSignals(pid).known().orElse(-1L) & ~ROUTINE) != 0) {
            return false;
        }
        Optional<List<String>> memory = proc.memory(pid).known().filter(lines -> !lines.isEmpty());
        if (memory.isEmpty()) {
            return false;
        }
        for (ProcessView other : last.processes().all()) {
            boolean related =
                    other.pid() == process.stat().parent()
                            || other.stat().parent() == pid
                            || other.stat().parent() == process.stat().parent();
            if (related
                    && other.pid() != pid
                    && !other.ended()
                    && proc.memory(other.pid()).known().map(memory.get()::equals).orElse(true)) {
                return false;
            }
        }
        return true;
    }

    private static Set<Party> parties(List<TaskView> tasks) {
        Set<Party> parties = new LinkedHashSet<>();
        for (TaskView task : tasks) {
            parties.add(task.party());
        }
        return parties;
    }

    private static Set<Party> processes(List<PipeHolder> holders) {
        Set<Party> processes = new LinkedHashSet<>();
        for (PipeHolder holder : holders) {
            processes.add(Party.process(holder.pid()));
        }
        return processes;
    }
}
