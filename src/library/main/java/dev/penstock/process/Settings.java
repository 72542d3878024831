package dev.penstock.process;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.internal.spawn.Attributes;
import dev.penstock.internal.spawn.Environment;
import dev.penstock.internal.spawn.Group;
import dev.penstock.internal.spawn.Program;
import dev.penstock.sink.Sink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * All that a {@link Command} says, each option at its default until set. Filled in by the thread
 * that makes the command and never changed once a command has it.
 */
final class Settings implements Cloneable {
    /**
     * Long enough for a pipe's last bytes on a busy machine; short enough to wait for in front of a
     * terminal.
     */
    private static final Duration DEFAULT_OUTPUT_GRACE = Duration.ofSeconds(5);

    /** The program and its arguments. */
    List<String> words;

    /** What is shown as {@code ***} wherever the command is shown. */
    List<String> secrets = List.of();

    /** Null for this process's own. */
    Path directory;

    /** Null for the first word. */
    String argv0;

    Environment environment = Environment.INHERITED;
    Input stdin = Input.nothing();

    /** Null, here and for stderr: counted and dropped. */
    Output stdout;

    Output stderr;

    /** Null for none. */
    Duration timeout;

    /** Null for none. */
    Duration silence;

    Teardown teardown = Teardown.DEFAULT;
    boolean endAtShutdown;
    Duration outputGrace = DEFAULT_OUTPUT_GRACE;
    Group group = Group.OURS;

    /** Whether signals that are ignored here have their default in the child. */
    boolean defaultSignals;

    /** Whether standard input becomes the session's terminal. */
    boolean controllingTerminal;

    /** What the child's standard streams are on, or null. */
    Terminal terminal;

    /** 0 for none. */
    int parentDeathSignal;

    Confinement confinement = Confinement.none();

    /** The limits of a cgroup of its own, or null for none. */
    CgroupLimits ownCgroup;

    /** One of the caller's, or null. */
    Cgroup cgroup;

    /** Further descriptors: the child's numbers, and ours. */
    SortedMap<Integer, Integer> descriptors = Collections.emptySortedMap();

    /** 0 for what the kernel gives. */
    int pipeCapacity;

    /** Called with the child before anything of it is carried; null for none. */
    Consumer<Object> whenStarted;

    /** Whether pipes may be grown while they are in use. */
    boolean pipesGrow = true;

    /** The text with each secret replaced. */
    String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }

    /** The user's sink, or null without one. */
    Sink stdoutSink() {
        return OutputForm.sink(stdout);
    }

    /** Likewise. */
    Sink stderrSink() {
        return OutputForm.sink(stderr);
    }

    /**
     * What a child on a terminal reads and prints goes through this process.
     *
     * @throws IllegalStateException if it does not
     */
    void requireOnTerminal() {
        boolean fed =
                stdin == InputForm.NOTHING
                        || stdin instanceof InputForm.Interactive
                        || stdin instanceof InputForm.Fed
                        || stdin instanceof InputForm.OfPart;
        if (!fed) {
            throw new IllegalStateException(
                    "the input of a child on a terminal is what is typed there: not "
                            + words.get(0)
                            + "'s");
        }
        if (!OutputForm.isCarried(stdout)) {
            throw new IllegalStateException(
                    "the output of a child on a terminal is what it prints there: not "
                            + words.get(0)
                            + "'s");
        }
    }

    Program program() {
        return new Program(words, argv0, directory, environment);
    }

    /**
     * @param cgroup the one that the child enters, or null
     */
    Attributes attributes(Cgroup cgroup) {
        List<Path> entrances = cgroup == null ? List.of() : cgroup.entrances();
        return new Attributes(
                group(),
                defaultSignals,
                controllingTerminal,
                parentDeathSignal,
                confinement.steps(),
                entrances,
                List.of());
    }

    /** Null where the child gets no cgroup of its own. */
    CgroupLimits ownCgroup() {
        boolean reached = teardown.reach() == Teardown.Reach.CGROUP && cgroup == null;
        return ownCgroup == null && reached ? CgroupLimits.none() : ownCgroup;
    }

    /** The one asked for, or more where the teardown needs it. */
    private Group group() {
        Group needed =
                switch (teardown.reach()) {
                    case CHILD, CGROUP -> Group.OURS;
                    case GROUP -> Group.OWN_GROUP;
                    case SESSION, DESCENDANTS -> Group.OWN_SESSION;
                };
        return needed.compareTo(group) > 0 ? needed : group;
    }

    /** To be changed and given to another command. */
    Settings copy() {
        try {
            return (Settings) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
