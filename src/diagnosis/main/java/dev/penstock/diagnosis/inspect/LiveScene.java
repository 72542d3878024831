package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.Scene;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.StallClassifier;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.WaitGraph;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.SeenPipe;
import dev.penstock.diagnosis.snapshot.Snapshot;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.FdInfo;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.ProcFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Processes that run, looked at twice: the interval, and the graph that follows from it. */
final class LiveScene implements Scene {
    /** asm-generic/signal.h */
    static final int SIGALRM = 14;

    /** Of so many signals a program asks to be told itself. */
    private static final int FEW = 6;

    private final ProcFs proc;
    private final Map<Integer, String> commands = new HashMap<>();
    private final Snapshot last;
    private final LiveWords words = new LiveWords(this);
    private final InheritedEndSigns signs = new InheritedEndSigns(this);
    private final Map<Party, TaskView> tasks = new LinkedHashMap<>();
    private final List<Blockage> blockages;
    private final WaitGraph<Party> graph;
    private final Set<Party> stuck;
    final Interval interval;
    final Set<Integer> asked;
    final UnreadableProcesses unreadable;
    final RuntimeThreads runtime;
    final Connections connections;
    final Work work = new Work(this);

    LiveScene(ProcFs proc, Interval interval, Set<Integer> asked) {
        this.proc = proc;
        this.interval = interval;
        this.last = interval.last();
        this.asked = asked;
        this.unreadable = new UnreadableProcesses(last.processes());
        this.runtime = new RuntimeThreads(proc, last);
        this.connections = new Connections(proc, last.processes());
        LiveWakers wakers = new LiveWakers(proc, interval, unreadable, runtime);
        Set<Integer> mayWake = new HashSet<>();
        WaitGraph<Party> graph = wakers.graph(mayWake::contains);
        Set<Party> stuck = graph.stuck();
        while (addThoseWithTimers(stuck, mayWake)) {
            graph = wakers.graph(mayWake::contains);
            stuck = graph.stuck();
        }
        this.graph = graph;
        this.stuck = stuck;
        addTasks(true);
        addTasks(false);
        this.blockages = Blockage.all(this);
    }

    /**
     * A timer may wake its owner from any wait, and so may an alarm, of which a handler tells. Only
     * stuck processes are asked.
     */
    private boolean addThoseWithTimers(Set<Party> stuck, Set<Integer> mayWake) {
        boolean added = false;
        for (Party party : stuck) {
            if (party.isProcess()
                    && (proc.hasTimers(party.pid()).known().orElse(true) || alarms(party.pid()))) {
                added |= mayWake.add(party.pid());
            }
        }
        return added;
    }

    /**
     * Whether a process handles SIGALRM and few signals besides: then it most likely sets alarms,
     * which cannot be seen. A runtime that handles all there are does so for its own sake.
     */
    private boolean alarms(int pid) {
        long caught = caughtSignals(pid);
        return (caught & 1L << SIGALRM - 1) != 0 && Long.bitCount(caught) <= FEW;
    }

    private void addTasks(boolean ofAsked) {
        for (ProcessView process : last.processes().all()) {
            if (asked.contains(process.pid()) == ofAsked) {
                process.tasks().forEach(task -> tasks.put(task.party(), task));
            }
        }
    }

    Optional<ProcessView> process(int pid) {
        return last.processes().process(pid);
    }

    /** A thread; empty for a process, and for who is not there. */
    Optional<TaskView> task(Party party) {
        return Optional.ofNullable(tasks.get(party));
    }

    Wait wait(TaskView task) {
        return last.wait(task);
    }

    /**
     * A process's children.
     *
     * @param which a child; 0 for any; below 0 for any of the process group −which
     */
    List<Integer> children(int pid, int which) {
        List<Integer> children = new ArrayList<>();
        for (ProcessView child : last.processes().children(pid)) {
            if (which == 0 || which == child.pid() || which == -child.stat().group()) {
                children.add(child.pid());
            }
        }
        return children;
    }

    /** Those who may share memory with a process: its parent, its children and its siblings. */
    List<Integer> relatives(int pid) {
        List<Integer> relatives = new ArrayList<>(children(pid, 0));
        Optional<ProcessView> process = process(pid);
        int parent = process.map(own -> own.stat().parent()).orElse(0);
        process(parent)
                .filter(one -> one.stat().comm().equals(process.get().stat().comm()))
                .ifPresent(
                        one -> {
                            relatives.add(parent);
                            relatives.addAll(children(parent, 0));
                        });
        return relatives;
    }

    /** Whether a signal's handler may write to a pipe that its own process reads. */
    boolean mayTellItself(int pid) {
        return (proc.caughtSignals(pid).known().orElse(-1L) & ~LiveWakers.ROUTINE) != 0;
    }

    /** Which end a descriptor is. */
    Optional<End> holder(int pid, int fd) {
        return proc.fdInfo(pid, fd).known().flatMap(FdInfo::end);
    }

    boolean closesOnExec(int pid, int fd) {
        return proc.fdInfo(pid, fd).known().map(FdInfo::closeOnExec).orElse(false);
    }

    /** Whether a process has written anything since it began; false where that is not told. */
    boolean hasWritten(int pid) {
        return proc.io(pid).known().map(io -> io.wchar() > 0).orElse(false);
    }

    /** Whether one of a process's threads sleeps in a sleep that has an end. */
    boolean sleepsForATime(int pid) {
        for (TaskView task : process(pid).map(runtime::others).orElse(List.of())) {
            if (wait(task).timed() && !(wait(task) instanceof Wait.Futex)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a process waits for a child's end. */
    boolean awaitsEnd(int pid, int child) {
        for (TaskView task : interval.tasks(pid)) {
            boolean waits =
                    wait(task) instanceof Wait.ChildExit exit
                            && children(pid, exit.pid()).contains(child);
            for (Watched watched : wait(task).watched()) {
                waits |= watched.file().equals(Watched.PIDFD + child);
            }
            if (waits && interval.still(task)) {
                return true;
            }
        }
        return false;
    }

    /** How long a process's threads have all slept, or the one of them that has slept least. */
    Optional<Duration> asleep(int pid) {
        double last = 0;
        for (TaskView task : process(pid).map(runtime::others).orElse(List.of())) {
            Optional<Double> run = proc.lastRun(pid, task.tid()).known();
            if (run.isEmpty() || !interval.still(task)) {
                return Optional.empty();
            }
            last = Math.max(last, run.get());
        }
        double then = last;
        return last == 0
                ? Optional.empty()
                : proc.lastRun()
                        .known()
                        .filter(now -> now >= then)
                        .map(now -> Duration.ofMillis((long) (now - then)));
    }

    /** The caught signals of a process: bit n − 1 stands for signal n. */
    long caughtSignals(int pid) {
        return proc.caughtSignals(pid).known().orElse(1L << SIGALRM - 1);
    }

    @Override
    public List<Party> threads() {
        return List.copyOf(tasks.keySet());
    }

    @Override
    public List<Party> threads(int pid) {
        List<Party> own = new ArrayList<>();
        interval.tasks(pid).forEach(task -> own.add(task.party()));
        return own;
    }

    @Override
    public Wait wait(Party thread) {
        return wait(tasks.get(thread));
    }

    @Override
    public boolean still(Party thread) {
        return interval.still(tasks.get(thread));
    }

    @Override
    public Optional<Wait> waitBefore(Party thread) {
        return interval.waitBefore(tasks.get(thread));
    }

    @Override
    public WaitGraph<Party> graph() {
        return graph;
    }

    @Override
    public Set<Party> stuck() {
        return stuck;
    }

    @Override
    public Optional<PipeView> pipe(String file) {
        return last.pipe(file).map(this::sinceFirstLook);
    }

    @Override
    public Optional<PipeView> readable(String file) {
        return last.readable(file).map(this::sinceFirstLook);
    }

    private PipeView sinceFirstLook(SeenPipe pipe) {
        return pipe.since(
                interval.first()
                        .pipe(pipe.file())
                        .flatMap(before -> before.state().known())
                        .map(PipeState::unread)
                        .orElse(-1L));
    }

    @Override
    public Optional<SocketView> socket(String file) {
        return last.socket(file);
    }

    @Override
    public boolean moved(SocketView now) {
        SocketView then = interval.first().socket(now.file()).orElse(null);
        return then == null
                || then.unsent() != now.unsent()
                || then.peerUnread() != now.peerUnread();
    }

    @Override
    public List<PipeHolder> otherSide(int pid, Wait.Terminal terminal) {
        return new Terminals(proc, interval.last().processes())
                .otherSide(pid, terminal.fd(), terminal.name())
                .orElse(List.of());
    }

    @Override
    public boolean allHoldersKnown(PipeView pipe) {
        return unreadable.mayHold(pipe.holders()).isEmpty();
    }

    @Override
    public List<Blockage> blockages() {
        return blockages;
    }

    @Override
    public StallClassifier classifier() {
        return new LiveClassifier(this);
    }

    @Override
    public Optional<String> mistake(PipeView pipe, PipeHolder writer, Party reader) {
        return signs.of(pipe, writer, process(reader.pid()).orElseThrow());
    }

    @Override
    public boolean descends(int pid, int from) {
        return last.processes().descends(pid, parent -> parent == from);
    }

    @Override
    public boolean stopped(int pid) {
        return held(pid).isPresent();
    }

    /** What keeps all of a process from running. */
    Optional<Wait.Stopped> held(int pid) {
        Wait.Stopped first = null;
        for (TaskView task : interval.tasks(pid)) {
            if (!(wait(task) instanceof Wait.Stopped stopped)) {
                return Optional.empty();
            }
            first = first == null ? stopped : first;
        }
        return Optional.ofNullable(first);
    }

    /** The same, where it did so from the first look to the last. */
    Optional<Wait.Stopped> heldAllTheTime(int pid) {
        for (TaskView task : interval.tasks(pid)) {
            if (!interval.still(task)) {
                return Optional.empty();
            }
        }
        return held(pid);
    }

    @Override
    public Optional<String> work(int pid, Set<Integer> stuck) {
        return work.of(pid, stuck);
    }

    @Override
    public String command(int pid) {
        return commands.computeIfAbsent(pid, this::findCommand);
    }

    /** A process that has ended since is told by the name that it had. */
    private String findCommand(int pid) {
        Optional<ProcessView> process = process(pid);
        return proc.cmdline(pid).known().isEmpty() && process.isPresent()
                ? process.get().stat().bracketed()
                : proc.command(pid);
    }

    /** All of it, for searching. */
    String arguments(int pid) {
        return String.join(" ", proc.cmdline(pid).known().orElse(List.of()));
    }

    /** The program alone. */
    @Override
    public String name(int pid) {
        String command = command(pid);
        int space = command.indexOf(' ');
        return (space < 0 ? command : command.substring(0, space)) + " (" + pid + ")";
    }

    @Override
    public Step step(Party thread) {
        Wait wait = wait(thread);
        return new Step(
                thread.pid(),
                thread.tid(),
                interval.tasks(thread.pid()).size(),
                command(thread.pid()),
                wait,
                wait.text(),
                0);
    }

    /** The speaker is a thread that waits for a child or for bytes, else the first thread. */
    @Override
    public Optional<Party> speaker(int pid) {
        Optional<ProcessView> process = process(pid);
        if (process.isEmpty() || process.get().tasks().isEmpty()) {
            return Optional.empty();
        }
        List<TaskView> tasks = runtime.others(process.get());
        for (TaskView task : tasks) {
            if (wait(task) instanceof Wait.ChildExit || wait(task) instanceof Wait.Bytes) {
                return Optional.of(task.party());
            }
        }
        return Optional.of((tasks.isEmpty() ? process.get().tasks() : tasks).get(0).party());
    }

    @Override
    public LiveWords words() {
        return words;
    }
}
