package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.Scene;
import dev.penstock.diagnosis.model.StallClassifier;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.WaitGraph;
import dev.penstock.diagnosis.model.Wakers;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.diagnosis.model.Words;
import dev.penstock.diagnosis.trace.log.Call;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thread of a log that waits, and all on whom it depends, at one line. Whoever is not known to
 * wait, and whoever waits for something that the log does not show, is left out of the graph, and
 * so free.
 */
final class LogScene implements Scene, Wakers, Words {
    /** What an empty pipe has room for, on any machine: a page. */
    private static final int SLOT = 4096;

    /** A deadlock of more is not looked for: who looks for it must come to an end. */
    private static final int MOST_EDGES = 10_000;

    private final LoggedWorld world;
    private final LogWords words;
    private final LoggedWait waits;
    private final Party about;
    private final Map<Party, TracedThread> threads = new LinkedHashMap<>();
    private final Map<Integer, TracedProcess> processes = new LinkedHashMap<>();
    private final Call call = new Call();
    private WaitGraph<Party> graph;

    LogScene(LoggedWorld world, LogWords words, TracedThread about) {
        this.world = world;
        this.words = words;
        this.waits = new LoggedWait(words);
        this.about = party(about);
    }

    Party party(TracedThread thread) {
        party(thread.process);
        Party party = new Party(thread.process.pid, thread.tid);
        threads.put(party, thread);
        return party;
    }

    private Party party(TracedProcess process) {
        processes.put(process.pid, process);
        return Party.process(process.pid);
    }

    private Set<Party> parties(Collection<TracedProcess> those) {
        Set<Party> parties = new LinkedHashSet<>();
        those.forEach(process -> parties.add(party(process)));
        return parties;
    }

    private Set<Party> threadsOf(TracedProcess process) {
        Set<Party> parties = new LinkedHashSet<>();
        process.tasks.forEach(thread -> parties.add(party(thread)));
        return parties;
    }

    /** The thread that it is about. */
    TracedThread thread() {
        return threads.get(about);
    }

    private TracedProcess process(int pid) {
        TracedProcess known = processes.get(pid);
        if (known != null) {
            return known;
        }
        for (TracedThread thread : world.tasks.values()) {
            if (thread.process.pid == pid) {
                return thread.process;
            }
        }
        return null;
    }

    // ---- Who waits for whom

    @Override
    public List<Party> threads() {
        return List.of(about);
    }

    @Override
    public List<Party> threads(int pid) {
        return List.copyOf(threadsOf(process(pid)));
    }

    @Override
    public Wait wait(Party thread) {
        return waits.of(threads.get(thread));
    }

    @Override
    public boolean still(Party thread) {
        return threads.get(thread).asleep();
    }

    @Override
    public WaitGraph<Party> graph() {
        if (graph == null) {
            graph = new WaitGraph<>();
            Set<Party> reached = new LinkedHashSet<>(Set.of(about));
            ArrayDeque<Party> next = new ArrayDeque<>(reached);
            // Whom it does not come to is free there, as one of whom the log does not tell.
            for (int edges = 0; !next.isEmpty() && edges < MOST_EDGES; ) {
                Party party = next.remove();
                Set<Party> on = on(party);
                edges += 1 + on.size();
                if (!on.isEmpty()) {
                    graph.add(party, WaitGraph.Mode.ANY, on);
                }
                for (Party other : on) {
                    if (reached.add(other)) {
                        next.add(other);
                    }
                }
            }
        }
        return graph;
    }

    private Set<Party> on(Party party) {
        if (party.isProcess()) {
            return world.complete() ? threadsOf(processes.get(party.pid())) : Set.of();
        }
        return still(party) ? wait(party).wakers(party, this).orElse(Set.of()) : Set.of();
    }

    @Override
    public Set<Party> stuck() {
        return graph().stuck();
    }

    @Override
    public Optional<Set<Party>> otherEnd(Party waiter, String file, boolean writers) {
        TracedThread thread = threads.get(waiter);
        return allHoldersKnown(thread.pipe) && !mayGoOn(thread)
                ? Optional.of(parties(thread.pipe.processes(writers)))
                : Optional.empty();
    }

    /**
     * Whether the call may be under way and not asleep: somebody reads and somebody writes at once,
     * bytes lie there for a reader, or there is a free slot for a writer.
     */
    private boolean mayGoOn(TracedThread thread) {
        for (TracedThread other : thread.pipe.waiting) {
            if (other.writes != thread.writes && other.asleep()) {
                return true;
            }
        }
        long unread = thread.pipe.in() - thread.pipe.out();
        if (!thread.writes) {
            return unread > 0;
        }
        thread.read(call);
        return unread == 0 && call.isNamed("write") && call.number(2, SLOT + 1) <= SLOT;
    }

    @Override
    public Optional<Set<Party>> others(Party waiter, Watched watched) {
        Descriptor descriptor = threads.get(waiter).process.files.get(watched.fd());
        if (descriptor == null) {
            return Optional.empty();
        }
        Set<Party> others = new LinkedHashSet<>();
        for (boolean reading : new boolean[] {true, false}) {
            TracedPipe pipe = reading ? descriptor.reads : descriptor.writes;
            if (pipe != null && (reading ? watched.reads() : watched.writes())) {
                Set<Party> those = parties(pipe.processes(reading));
                if (!allHoldersKnown(pipe) || those.isEmpty()) {
                    return Optional.empty();
                }
                others.addAll(those);
            }
        }
        return Optional.of(others);
    }

    @Override
    public Optional<Set<Party>> lockers(String file) {
        return Optional.empty();
    }

    @Override
    public Optional<Set<Party>> children(int pid, int which) {
        if (!world.complete()) {
            return Optional.empty();
        }
        Set<Party> children = new LinkedHashSet<>();
        for (TracedProcess child : processes.get(pid).children) {
            if (which == 0 || child.pid == which) {
                children.add(party(child));
            }
        }
        return Optional.of(children);
    }

    @Override
    public Set<Party> offspring(int pid) {
        return parties(processes.get(pid).children);
    }

    /** A log does not tell which terminal a master belongs to. */
    @Override
    public Optional<Set<Party>> terminal(Party waiter, Wait.Terminal terminal) {
        return Optional.empty();
    }

    @Override
    public Optional<Set<Party>> siblings(Party waiter) {
        if (!world.complete()) {
            return Optional.empty();
        }
        Set<Party> siblings = threadsOf(processes.get(waiter.pid()));
        siblings.remove(waiter);
        return Optional.of(siblings);
    }

    // ---- Who holds what

    @Override
    public Optional<PipeView> pipe(String file) {
        for (TracedThread thread : threads.values()) {
            if (thread.pipe != null && thread.pipe.file().equals(file)) {
                return Optional.of(thread.pipe);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<PipeView> readable(String file) {
        return pipe(file);
    }

    @Override
    public boolean allHoldersKnown(PipeView pipe) {
        return ((TracedPipe) pipe).seen() && world.complete();
    }

    /** In a log a blockage is one call: its reader's own wait is not followed. */
    @Override
    public List<Blockage> blockages() {
        return wait(about)
                .roomIn()
                .map(file -> List.of(Blockage.of(about, file)))
                .orElse(List.of());
    }

    @Override
    public StallClassifier classifier() {
        return new LogClassifier(this, words);
    }

    @Override
    public Optional<String> mistake(PipeView pipe, PipeHolder writer, Party reader) {
        Descriptor holder = ((TracedPipe) pipe).descriptor(writer);
        TracedProcess process = holder.process();
        TracedProcess reading = processes.get(reader.pid());
        if (process == reading) {
            return process.tasks.size() == 1
                    ? Optional.of(
                            "it is the reader itself, which sleeps in the read and cannot close it")
                    : Optional.empty();
        }
        if (process.parent != null
                && process.parent.ended
                && process.parent != reading
                && process.parent != reading.parent
                && !reading.descends(process)) {
            return Optional.of(
                    "its parent, " + process.parent.name() + ", has ended and left it that end");
        }
        return holder.leaked() && !reading.descends(process)
                ? Optional.of("it never wrote to it, and the descriptor was not close-on-exec")
                : Optional.empty();
    }

    @Override
    public boolean descends(int pid, int from) {
        return process(pid).descends(process(from));
    }

    @Override
    public boolean stopped(int pid) {
        TracedProcess process = process(pid);
        return process != null && process.stopped;
    }

    @Override
    public String command(int pid) {
        return process(pid).command;
    }

    @Override
    public String name(int pid) {
        return process(pid).name();
    }

    @Override
    public Step step(Party party) {
        TracedThread thread = threads.get(party);
        return new Step(
                thread.process.pid,
                thread.tid,
                thread.process.tasks.size(),
                thread.process.command,
                waits.of(thread),
                words.call(thread),
                thread.line);
    }

    /** A log's chain shows the call alone. */
    @Override
    public Optional<Party> speaker(int pid) {
        return Optional.empty();
    }

    // ---- The words for it

    @Override
    public Words words() {
        return this;
    }

    @Override
    public String looks() {
        return "the log up to line " + world.line;
    }

    @Override
    public String doing(int pid) {
        return words.doing(process(pid));
    }

    @Override
    public String contents(PipeView pipe) {
        return LogWords.contents((TracedPipe) pipe);
    }

    @Override
    public String holds(PipeView pipe, PipeHolder holder, String end) {
        return LogWords.holds(((TracedPipe) pipe).descriptor(holder), end);
    }

    @Override
    public String slept(Party thread) {
        return "%s is in %s since line %s"
                .formatted(
                        name(thread.pid()),
                        words.call(threads.get(thread)),
                        threads.get(thread).line);
    }

    @Override
    public String noEnd(Party reader, PipeView pipe) {
        List<TracedProcess> writers = ((TracedPipe) pipe).processes(true);
        return "%s reads on in %s, fd %s, and gets no end of file: %s holds a write end, fd %s%s"
                .formatted(
                        name(reader.pid()),
                        pipe.file(),
                        words.fd(thread()),
                        writers.get(0).pid == reader.pid() ? "itself" : writers.get(0).name(),
                        pipe.writers().get(0).fd(),
                        writers.size() > 1 ? ", and " + (writers.size() - 1) + " more do" : "");
    }

    @Override
    public List<String> noEndEvidence(Party reader, PipeView pipe, Map<PipeHolder, String> signs) {
        List<String> evidence = new ArrayList<>();
        signs.forEach((writer, sign) -> evidence.add(holds(pipe, writer, "write") + "; " + sign));
        evidence.add(contents(pipe));
        return evidence;
    }

    @Override
    public List<String> proof(List<Step> cycle, Set<Party> knot) {
        List<String> evidence = new ArrayList<>();
        evidence.add(
                "all threads of all of them are in the log, and each is in a call that only another"
                        + " of them could end");
        evidence.add(contents(thread().pipe));
        evidence.addAll(LogWords.holders(thread().pipe));
        return evidence;
    }
}
