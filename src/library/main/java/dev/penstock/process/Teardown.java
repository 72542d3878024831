package dev.penstock.process;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.internal.teardown.Leader;
import dev.penstock.internal.teardown.Orphans;
import dev.penstock.internal.teardown.Targets;
import dev.penstock.internal.teardown.TeardownStep;
import dev.penstock.sys.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How a child is to be ended by us: signals with times to act on them, in the end SIGKILL, and how
 * far they reach. Immutable; any thread.
 *
 * <pre>{@code
 * Teardown.signal(Signal.INT).within(Duration.ofSeconds(5))
 *         .thenSignal(Signal.TERM).within(Duration.ofSeconds(2))
 *         .thenKill()
 *         .toGroup();
 * }</pre>
 *
 * <p>Each sequence ends with SIGKILL, so that none can hang on a child that ignores the rest. A
 * step is left early when nobody it reaches is left. Every signal but SIGKILL is followed by
 * SIGCONT: a process that is stopped takes a signal only when it goes on.
 */
public final class Teardown {
    /** How far a teardown reaches. */
    public enum Reach {
        /** The child itself, by its pidfd. What it started lives on. */
        CHILD,
        /**
         * The child's process group, which it leads. One kill(2) reaches all of it at one moment,
         * and none can fork its way out. Not reached: who left the group, by setsid(2), setpgid(2)
         * or as a job of an interactive shell.
         */
        GROUP,
        /**
         * The child's session, which it leads. Found by reading {@code /proc}, again and again
         * until nobody new is there: one who forks faster than that is read may get away. Not
         * reached: who left the session by setsid(2), as daemons do.
         */
        SESSION,
        /**
         * All that descends from the child, daemons too. The first start of such a child makes this
         * process a {@link Subreaper}, for good. They are found by reading {@code /proc}: by
         * parents, by the session, and by a variable in the environment. Not reached: who left the
         * session, cleared its environment <em>and</em> lost its parent before it was seen.
         */
        DESCENDANTS,
        /**
         * Whoever is in the child's cgroup, where one may be made: nobody leaves it by forking, by
         * setsid(2) or as a daemon, and SIGKILL reaches all of them, those being forked too. Not
         * reached: who was moved to another cgroup, which takes the right to.
         */
        CGROUP
    }

    private static final Teardown KILL = new Teardown(List.of(), Reach.CHILD);

    /** SIGTERM; SIGKILL after 2 seconds; to the child alone. */
    public static final Teardown DEFAULT =
            signal(Signal.TERM).within(Duration.ofSeconds(2)).thenKill();

    /** Those before SIGKILL. */
    private final List<TeardownStep> steps;

    private final Reach reach;

    private Teardown(List<TeardownStep> steps, Reach reach) {
        this.steps = steps;
        this.reach = reach;
    }

    /** SIGKILL at once. */
    public static Teardown kill() {
        return KILL;
    }

    /**
     * Begins with a signal.
     *
     * @param signal such as {@link Signal#TERM}
     */
    public static Signalled signal(Signal signal) {
        return new Signalled(List.of(), signal);
    }

    /** A signal that lacks its time. */
    public static final class Signalled {
        private final List<TeardownStep> before;
        private final Signal signal;

        private Signalled(List<TeardownStep> before, Signal signal) {
            this.before = before;
            this.signal = Objects.requireNonNull(signal, "signal");
        }

        /**
         * How long those it reaches may take to end.
         *
         * @param time 0 or more
         */
        public Waiting within(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("the time to end is negative: " + time);
            }
            List<TeardownStep> steps = new ArrayList<>(before);
            steps.add(new TeardownStep(signal.number(), time));
            return new Waiting(List.copyOf(steps));
        }
    }

    /** Signals with their times, and not yet SIGKILL. */
    public static final class Waiting {
        private final List<TeardownStep> steps;

        private Waiting(List<TeardownStep> steps) {
            this.steps = steps;
        }

        /** As {@link Teardown#signal}: another one for those who are still there. */
        public Signalled thenSignal(Signal signal) {
            return new Signalled(steps, signal);
        }

        /** SIGKILL for those who are still there. */
        public Teardown thenKill() {
            return new Teardown(steps, Reach.CHILD);
        }
    }

    /** The same for the child alone, as at first. */
    public Teardown toChild() {
        return reaching(Reach.CHILD);
    }

    /**
     * The same for the child's {@linkplain Reach#GROUP process group}. The child is made the leader
     * of one of its own.
     */
    public Teardown toGroup() {
        return reaching(Reach.GROUP);
    }

    /**
     * The same for the child's {@linkplain Reach#SESSION session}. The child is made the leader of
     * one of its own.
     */
    public Teardown toSession() {
        return reaching(Reach.SESSION);
    }

    /**
     * The same for {@linkplain Reach#DESCENDANTS all that descends from the child}. The child is
     * made the leader of a session of its own, and gets a variable {@code PENSTOCK_TREE}.
     */
    public Teardown toDescendants() {
        return reaching(Reach.DESCENDANTS);
    }

    /**
     * The same for {@linkplain Reach#CGROUP whoever is in the child's cgroup}. The child is put
     * into one of its own, unless the command names one.
     */
    public Teardown toCgroup() {
        return reaching(Reach.CGROUP);
    }

    private Teardown reaching(Reach other) {
        return new Teardown(steps, other);
    }

    List<TeardownStep> steps() {
        return steps;
    }

    /**
     * Whom it reaches.
     *
     * @param mark the child's tree is known by it; null unless all descendants are reached
     * @param cgroup the child's; null unless that is reached
     */
    Targets targets(Leader leader, String mark, Cgroup cgroup) {
        switch (reach) {
            case GROUP:
                return Targets.group(leader);
            case SESSION:
                return Targets.session(leader);
            case DESCENDANTS:
                return Orphans.watch(leader, mark);
            case CGROUP:
                return Targets.cgroup(leader, cgroup);
            default:
                return Targets.child(leader);
        }
    }

    /** How far it reaches. */
    public Reach reach() {
        return reach;
    }

    /** Such as {@code SIGTERM, 2s, SIGKILL to its process group}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (TeardownStep step : steps) {
            text.append(Signal.of(step.signal())).append(", ").append(shown(step.within()));
            text.append(", ");
        }
        text.append("SIGKILL to ");
        switch (reach) {
            case GROUP -> text.append("its process group");
            case SESSION -> text.append("its session");
            case CGROUP -> text.append("its cgroup");
            case DESCENDANTS -> text.append("all its descendants");
            default -> text.append("the child");
        }
        return text.toString();
    }

    private static String shown(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
