package dev.penstock.process;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.loop.Nanos;
import dev.penstock.internal.loop.Takeover;
import dev.penstock.internal.spawn.Attributes;
import dev.penstock.internal.spawn.Program;
import dev.penstock.internal.spawn.SpawnFailure;
import dev.penstock.internal.spawn.Spawner;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.Signals;
import dev.penstock.internal.sys.WaitBuffers;
import dev.penstock.internal.teardown.Orphans;
import dev.penstock.internal.thread.BackgroundExecutor;
import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Sink;
import dev.penstock.sys.Signal;
import dev.penstock.sys.SyscallException;
import dev.penstock.text.LogSafe;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process that was started. Its methods may be called from any thread; whatever happens to
 * it happens on its event loop.
 *
 * <p>It is over when the process has been reaped <em>and</em> each stream has ended: two things,
 * which come in either order. Nobody needs to close a child whose outcome was awaited; closing one
 * that still runs ends it, by its {@linkplain Command#teardown teardown}.
 */
public final class Child implements AutoCloseable {
    /** How often one who waits looks whether the JVM shuts down. */
    private static final long LOOK_MILLIS = 1000;

    /** Before SIGKILL, where that has to be done without the loop. */
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(5);

    private final Command command;
    private final EventLoop loop;
    private final int pid;
    private final Reaper reaper;
    private final InputChannel stdin;

    /** Null without one. */
    private final ChildTerminal terminal;

    private final OutputChannel stdout;
    private final OutputChannel stderr;
    private final ChildLifecycle life;

    private final CompletableFuture<Exit> exit;
    private final CompletableFuture<Outcome> outcome;

    private Child(Command command, EventLoop loop, Reaper reaper, Streams streams, StartInfo info) {
        this.command = command;
        this.loop = loop;
        pid = reaper.pid();
        this.reaper = reaper;
        stdin = streams.interactive;
        stdout = streams.stdoutReader;
        stderr = streams.stderrReader;
        terminal = streams.terminal();
        ChildFutures futures = new ChildFutures(command);
        exit = futures.exit;
        outcome = futures.outcome;
        life = new ChildLifecycle(command.settings, command, loop, reaper, streams, info, futures);
        futures.cancelEnds(life);
    }

    static Child start(Command command, EventLoop loop) throws IOException {
        if (!command.settings.endAtShutdown) {
            return born(command, loop);
        }
        ShutdownHook.starting();
        Child child;
        try {
            child = born(command, loop);
        } catch (Throwable t) {
            ShutdownHook.failed();
            throw t;
        }
        ShutdownHook.started(child.life, child.outcome);
        return child;
    }

    private static Child born(Command command, EventLoop loop) throws IOException {
        Settings settings = command.settings;
        if (settings.silence != null
                && !OutputForm.isCarried(settings.stdout)
                && !OutputForm.isCarried(settings.stderr)) {
            throw new IllegalStateException(
                    "nobody here hears whether "
                            + command
                            + " is silent: its output goes elsewhere");
        }
        requireUnused(settings);
        if (settings.teardown.reach() == Teardown.Reach.CHILD && settings.ownCgroup() == null) {
            return born(
                    command, settings, loop, new StartInfo(System.nanoTime(), null, null, false));
        }
        // At its end somebody has to search, and then it may be too late for a thread.
        BackgroundExecutor.keep();
        try {
            return searchedFor(command, settings, loop);
        } catch (Throwable t) {
            BackgroundExecutor.letGo();
            throw t;
        }
    }

    /** Else the child would be started, and die of a SIGPIPE that nobody could explain. */
    private static void requireUnused(Settings settings) {
        Sink stdout = settings.stdoutSink();
        Sink stderr = settings.stderrSink();
        if (stdout != null) {
            stdout.requireUnused();
        }
        if (stderr != null) {
            stderr.requireUnused();
        }
    }

    private static Child searchedFor(Command command, Settings given, EventLoop loop)
            throws IOException {
        if (given.teardown.reach() != Teardown.Reach.DESCENDANTS) {
            return inItsCgroup(command, given, loop, null);
        }
        String mark = Orphans.newMark();
        Settings settings = given.copy();
        settings.environment = settings.environment.with(Orphans.VARIABLE, mark);
        try {
            return inItsCgroup(command, settings, loop, mark);
        } finally {
            Orphans.marked();
        }
    }

    private static Child inItsCgroup(
            Command command, Settings settings, EventLoop loop, String mark) throws IOException {
        CgroupLimits limits = settings.ownCgroup();
        if (limits == null) {
            return born(
                    command, settings, loop, new StartInfo(System.nanoTime(), mark, null, true));
        }
        OwnCgroup own;
        try {
            own = new OwnCgroup(limits);
        } catch (IOException e) {
            throw notStarted(SpawnFailure.ofCgroup(settings.program(), e), settings);
        }
        try {
            return born(command, settings, loop, new StartInfo(System.nanoTime(), mark, own, true));
        } catch (Throwable t) {
            own.end().failure().ifPresent(t::addSuppressed);
            throw t;
        }
    }

    private static Child born(Command command, Settings settings, EventLoop loop, StartInfo info)
            throws IOException {
        Cgroup cgroup = info.cgroup() == null ? settings.cgroup : info.cgroup().cgroup;
        try (ChildEnds ends = new ChildEnds()) {
            int pid = spawn(command, settings, cgroup, ends);
            Reaper reaper = null;
            Child child = null;
            try {
                reaper = new Reaper(Linux.libc(), pid, ((EpollLoop) loop).waitBuffers());
                child =
                        new Child(
                                command,
                                loop,
                                reaper,
                                new Streams(command.settings, loop, ends),
                                info);
                // Before the loop is woken, which may take this processor away.
                ends.handedOver();
                if (settings.whenStarted != null) {
                    settings.whenStarted.accept(child);
                }
                loop.execute(child.life);
                ends.keep();
                return child;
            } catch (Throwable t) {
                end(pid, reaper, child, t);
                throw t;
            }
        }
    }

    private static SpawnException notStarted(SpawnFailure failure, Settings settings) {
        return new SpawnException(failure, settings.masked(LogSafe.line(failure.getMessage())));
    }

    /** Kills and reaps a child that nobody is going to look after. */
    private static void end(int pid, Reaper reaper, Child child, Throwable cause) {
        try {
            // Nobody has reaped it, so the number is its own.
            Linux.libc().kill(pid, Signals.SIGKILL);
            if (child != null) {
                child.life.neverBegun();
            }
            (reaper == null ? new Reaper(Linux.libc(), pid, new WaitBuffers()) : reaper).reapNow();
        } catch (Throwable again) {
            cause.addSuppressed(again);
        }
    }

    private static int spawn(Command command, Settings settings, Cgroup cgroup, ChildEnds ends)
            throws IOException {
        Program program = settings.program();
        Attributes attributes = settings.attributes(cgroup);
        Spawner spawner = Spawner.ofThisPlatform();
        try {
            spawner.require(program, attributes);
            ends.open(settings);
            if (!ends.openings.isEmpty()) {
                attributes = attributes.opening(ends.openings);
                spawner.require(program, attributes);
            }
            return spawner.spawn(program, attributes, ends.standard, settings.descriptors);
        } catch (SpawnFailure e) {
            throw notStarted(e, settings);
        } catch (CannotOpenException e) {
            throw notStarted(SpawnFailure.ofFile(program, e.path, e.errno), settings);
        } catch (SyscallException e) {
            throw notStarted(SpawnFailure.ofCall(program, e), settings);
        }
    }

    /** The process id. It stays this child's until {@link #outcome} is complete. */
    public long pid() {
        return pid;
    }

    /**
     * Its standard input, to write to and to close.
     *
     * @throws IllegalStateException if that is not {@link Input#interactive}
     */
    public InputChannel stdin() {
        if (stdin == null) {
            throw new IllegalStateException("the input of " + command + " is not interactive");
        }
        return stdin;
    }

    /**
     * Its standard output, to read from and to close.
     *
     * @throws IllegalStateException if that is not {@link Output#interactive}
     */
    public OutputChannel stdout() {
        return interactive(stdout, "output");
    }

    /**
     * Its standard error, to read from and to close.
     *
     * @throws IllegalStateException if that is not {@link Output#interactive}
     */
    public OutputChannel stderr() {
        return interactive(stderr, "error");
    }

    /**
     * The terminal that it has of its own.
     *
     * @throws IllegalStateException if it has none: see {@link Command#terminal}
     */
    public ChildTerminal terminal() {
        if (terminal == null) {
            throw new IllegalStateException(command + " has no terminal of its own");
        }
        return terminal;
    }

    private OutputChannel interactive(OutputChannel output, String name) {
        if (output == null) {
            throw new IllegalStateException(
                    "the " + name + " of " + command + " is not interactive");
        }
        return output;
    }

    /** What was started. */
    public Command command() {
        return command;
    }

    /**
     * The child's end, apart from its streams: completes, on the loop's thread, when the child has
     * exited and been waited for, though a full sink or a grandchild may hold its output open;
     * exceptionally as {@link #outcome} does. The same future each time, of the kind that {@link
     * #outcome} is.
     */
    public CompletableFuture<Exit> exit() {
        return exit;
    }

    /** Whether the child has not exited, as far as the loop knows. */
    public boolean isAlive() {
        return !exit.isDone();
    }

    /**
     * The child's {@linkplain Exit#shellCode code as a shell gives it}; empty while it is alive.
     */
    public OptionalInt exitValue() {
        return exit.isDone() && !exit.isCompletedExceptionally()
                ? OptionalInt.of(exit.join().shellCode())
                : OptionalInt.empty();
    }

    /**
     * What becomes of the child: completes when the child has exited and each stream has ended;
     * exceptionally only if the loop itself ended before, or something was thrown that nobody
     * expects: the child has been killed and reaped then.
     *
     * <p>The same future each time, so asking for it costs nothing. A dependent that is not {@code
     * …Async} runs on the loop's thread if it was attached before the end, and must not block
     * there; one that was attached later runs at once on the thread that attaches it.
     *
     * <p>Only the child completes this future: {@code complete} and its kin throw
     * UnsupportedOperationException, {@code orTimeout} and {@code completeOnTimeout} are those of a
     * copy, and neither ends the child. {@code cancel} does, by the child's {@linkplain
     * Command#teardown teardown}, without waiting for that; the future then tells the outcome,
     * {@link EndedBy#CANCEL}. Cancelling a future that was derived from it ends nothing.
     */
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Whether it is over: it has exited, and each stream has ended. */
    public boolean isDone() {
        return outcome.isDone();
    }

    /** The outcome; empty while it is not over, or where there is none, as {@link #await} tells. */
    public Optional<Outcome> poll() {
        return outcome.isDone() && !outcome.isCompletedExceptionally()
                ? Optional.of(outcome.join())
                : Optional.empty();
    }

    /**
     * Waits until it is over.
     *
     * @throws CancellationException if there is no outcome: the loop ended before, or something was
     *     thrown that nobody expects, which is the cause
     * @throws InterruptedException if the caller is interrupted; the child is not touched
     * @throws IllegalStateException on the loop's own thread, which would wait for itself; and
     *     where the JVM shuts down while somebody's code holds that thread
     */
    public Outcome await() throws InterruptedException {
        requireNotInLoop();
        while (true) {
            try {
                return outcome.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw lost(e);
            } catch (TimeoutException e) {
                if (isUnattended()) {
                    throw new IllegalStateException(
                            "the JVM shuts down, and the event loop of "
                                    + command
                                    + " does not answer");
                }
            }
        }
    }

    /** Whether the JVM shuts down and the loop, which looks after this child, does not answer. */
    private boolean isUnattended() {
        return Takeover.isShutdown() && !((EpollLoop) loop).answers() && !outcome.isDone();
    }

    /**
     * Waits until it is over, for a time; the child is not touched when that has passed.
     *
     * @throws TimeoutException if it is not over by then
     * @throws CancellationException as {@link #await()} does
     * @throws InterruptedException if the caller is interrupted; the child is not touched
     * @throws IllegalStateException on the loop's own thread, which would wait for itself
     */
    public Outcome await(Duration limit) throws InterruptedException, TimeoutException {
        requireNotInLoop();
        try {
            return outcome.get(Nanos.of(limit), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw lost(e);
        }
    }

    private void requireNotInLoop() {
        if (loop.inLoop() && !outcome.isDone()) {
            throw new IllegalStateException(
                    "the loop's thread would wait for itself; use outcome()");
        }
    }

    private static CancellationException lost(ExecutionException e) {
        CancellationException lost = new CancellationException(e.getCause().getMessage());
        lost.initCause(e);
        return lost;
    }

    /**
     * Sends it a signal, through its pidfd where there is one, and never to another process that
     * has its pid.
     *
     * @param signal such as {@link Signal#TERM}
     * @return false if it had ended before, though it may not have been reaped
     * @throws IOException {@code EPERM} if the child has become another user's
     */
    public boolean signal(Signal signal) throws IOException {
        return !reaper.isOver() && reaper.signal(signal.number());
    }

    /** Begins what {@link #close} waits for. */
    void beginToClose() {
        life.requestEnd(EndedBy.CLOSE);
    }

    /** Likewise, with SIGKILL at once. */
    void beginToKill() {
        life.requestEndWithin(Duration.ZERO, EndedBy.CLOSE);
    }

    /**
     * Ends it, if it is not over, by its {@linkplain Command#teardown teardown}; what lies in its
     * pipes is read, and whoever else holds them does not count. Waits for that; on the loop's own
     * thread it does not wait. An interrupt does not shorten it and is kept.
     */
    @Override
    public void close() {
        if (outcome.isDone()) {
            return;
        }
        beginToClose();
        if (loop.inLoop()) {
            return;
        }
        CompletableFuture<Outcome> over = outcome.handle((o, failure) -> o);
        boolean interrupted = false;
        while (true) {
            try {
                over.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                break;
            } catch (TimeoutException e) {
                if (isUnattended()) {
                    life.endWithoutLoop(SHUTDOWN_PATIENCE);
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return command + " (pid " + pid + ")";
    }
}
