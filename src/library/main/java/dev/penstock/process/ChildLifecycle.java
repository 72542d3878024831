package dev.penstock.process;

import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.loop.LoopClient;
import dev.penstock.internal.teardown.TeardownRun;
import dev.penstock.internal.thread.BackgroundExecutor;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Timer;
import dev.penstock.process.Outcome.EndedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A child's life, from the start to the outcome: on its loop's thread alone, but for the
 * constructor.
 *
 * <pre>
 *   begin ──→ running ──exit──→ streams still open ──last stream ends──→ outcome
 *                │                    │                                     ↑
 *                │                    ├─ grace over ────────────→ cut ──────┤
 *                │                    ↓                           ↑         │
 *                └─ timeout, … ──→ teardown ──all are gone────────┴─────────┘
 * </pre>
 */
final class ChildLifecycle implements LoopClient, Runnable {
    /** A closing loop waits 10 seconds; of these, what comes after SIGKILL takes 5 at the most. */
    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(4);

    private static final String STILL_THERE = "it is still there, long after SIGKILL";

    private final Command command;
    private final EpollLoop loop;
    private final Reaper reaper;
    private final Streams streams;
    private final TeardownRun teardown;

    /** Null where it has none. */
    private final OwnCgroup ownCgroup;

    private final long started;
    private final SharedFuture<Outcome> outcome;
    private final SharedFuture<Exit> exit;
    private final Runnable streamEnded =
            new Runnable() {
                @Override
                public void run() {
                    streamEnded();
                }
            };
    private final Runnable graceOver =
            new Runnable() {
                @Override
                public void run() {
                    graceOver();
                }
            };
    private final LoopGuard guard;
    private final StreamCutter cutting;

    /** For when something is thrown that nobody expects. */
    private final FailedLifecycle failed;

    /** Whether a {@link BackgroundExecutor} is kept for it; changed once. */
    private boolean keepsBackgroundThread;

    private volatile boolean neverBegun;

    /** Null while it runs. */
    private ExitStatus ended;

    private Duration ran;
    private EndedBy endedBy = EndedBy.ITSELF;
    private boolean seeingOff;

    /** Then nothing comes back from elsewhere any more. */
    private boolean loopStops;

    /** Why there is no outcome, or null. */
    private Throwable failure;

    private Timer deadline;
    private SilenceWatch silence;
    private Timer grace;

    /**
     * @param cancel run where a user cancels a future
     */
    ChildLifecycle(
            Command command,
            EventLoop loop,
            Reaper reaper,
            Streams streams,
            StartInfo info,
            Runnable cancel) {
        outcome = new SharedFuture<>(cancel);
        exit = new SharedFuture<>(cancel);
        this.command = command;
        this.loop = (EpollLoop) loop;
        this.reaper = reaper;
        this.streams = streams;
        started = info.started();
        ownCgroup = info.cgroup();
        guard =
                new LoopGuard(
                        loop,
                        new Consumer<Throwable>() {
                            @Override
                            public void accept(Throwable thrown) {
                                broken(thrown);
                            }
                        });
        failed = new FailedLifecycle(this, guard);
        keepsBackgroundThread = info.keepsBackgroundThread();
        cutting = new StreamCutter(guard, streams);
        Teardown declared = command.settings.teardown;
        if (declared.reach() != Teardown.Reach.CHILD) {
            reaper.hold();
        }
        teardown =
                new TeardownRun(
                        declared.steps(),
                        guard,
                        declared.targets(
                                reaper,
                                info.mark(),
                                ownCgroup == null ? command.settings.cgroup : ownCgroup.cgroup),
                        new Runnable() {
                            @Override
                            public void run() {
                                guard.run(ChildLifecycle.this::teardownIsOver);
                            }
                        });
    }

    SharedFuture<Outcome> outcome() {
        return outcome;
    }

    SharedFuture<Exit> exit() {
        return exit;
    }

    /** Its child has been ended before it could begin. Any thread. */
    void neverBegun() {
        neverBegun = true;
        teardown.leave();
    }

    /** Begins it. */
    @Override
    public void run() {
        if (neverBegun) {
            return;
        }
        guard.run(
                new Runnable() {
                    @Override
                    public void run() {
                        settle();
                    }
                });
    }

    private void settle() {
        try {
            loop.settle(this);
            if (command.settings.timeout != null) {
                deadline = guard.after(command.settings.timeout, () -> end(EndedBy.TIMEOUT));
            }
            reaper.start(
                    guard,
                    new Consumer<ExitStatus>() {
                        @Override
                        public void accept(ExitStatus how) {
                            guard.run(
                                    new Runnable() {
                                        @Override
                                        public void run() {
                                            exited(how);
                                        }
                                    });
                        }
                    });
            streams.start(new LoopGuard.Guarded(guard, streamEnded));
            if (command.settings.silence != null) {
                silence =
                        new SilenceWatch(
                                guard,
                                streams,
                                command.settings.silence,
                                () -> end(EndedBy.SILENCE));
            }
        } catch (RejectedExecutionException closing) {
            endHere();
        } catch (IOException e) {
            // No place in the epoll set: nobody would notice the exit.
            failure = e;
            endHere();
        }
    }

    private void endHere() {
        loopStops = true;
        endedBy = EndedBy.LOOP_CLOSED;
        killHere();
        if (ended == null) {
            reapHere();
            lost(STILL_THERE);
        }
        streams.start(new LoopGuard.Guarded(guard, streamEnded));
        streams.cut(Holders.none());
        finishIfOver();
    }

    private void killHere() {
        try {
            teardown.killHere();
        } catch (IOException e) {
            lost("cannot be signalled: " + e.getMessage());
        }
    }

    /** Begins to end what is left: those whom the teardown reaches, then the streams. */
    void end(EndedBy by) {
        guard.run(() -> beginToEnd(by));
    }

    private void beginToEnd(EndedBy by) {
        // One that has ended by itself is not ended by us, though nobody has told us yet.
        reaper.look();
        if (outcome.isDone() || failed.hasBegun() || teardown.isStarted()) {
            return;
        }
        if (ended == null) {
            endedBy = by;
        } else if (command.settings.teardown.reach() == Teardown.Reach.CHILD) {
            cutStreams();
            return;
        }
        teardown.start();
    }

    /** As {@link #end}, and SIGKILL comes at the latest after this time. */
    void endWithin(Duration most, EndedBy by) {
        guard.run(
                () -> {
                    beginToEnd(by);
                    teardown.killWithin(most);
                });
    }

    // ---- What nobody expects

    private void broken(Throwable thrown) {
        if (failed.hasBegun()) {
            failed.add(thrown);
        } else if (!outcome.isDone()) {
            failed.begin(thrown);
        }
    }

    /** For a {@link FailedLifecycle}: SIGKILL to all whom the teardown reaches. */
    void killAll() throws IOException {
        teardown.killHere();
    }

    /** For a {@link FailedLifecycle}. */
    boolean hasEnded() {
        return reaper.hasEnded();
    }

    /** For a {@link FailedLifecycle}: nobody looks after it any longer. */
    void abandon(FailedLifecycle why) {
        why.attempt(
                () -> {
                    streams.abandon(why.cause());
                    return null;
                });
        why.attempt(
                () -> {
                    leave();
                    return null;
                });
        if (ownCgroup != null) {
            why.attempt(
                    () -> {
                        BackgroundExecutor.executor().execute(ownCgroup::end);
                        return null;
                    });
        }
        fail(why.cause());
    }

    // ----

    private void exited(ExitStatus how) {
        if (ended != null || failed.hasBegun()) {
            return;
        }
        ended(how);
        if (silence != null) {
            silence.cancel();
        }
        teardown.leaderEnded();
        if (!teardown.isStarted() && !finishIfOver()) {
            streams.childEnded();
            grace = guard.after(command.settings.outputGrace, graceOver);
        }
    }

    private void reapHere() {
        ExitStatus how = reaper.reapNow();
        if (how != null) {
            ended(how);
        }
    }

    private void ended(ExitStatus how) {
        ended = how;
        ran = sinceStart();
        exit.settle(how.exit());
    }

    private void teardownIsOver() {
        if (!failed.hasBegun() && ended == null) {
            IOException cause = teardown.failure();
            lost(cause == null ? STILL_THERE : "cannot be signalled: " + cause.getMessage());
        }
        cutStreams();
    }

    /** It is not waited for any longer; the reaper stays, so that it will be no zombie. */
    private void lost(String reason) {
        if (ended == null) {
            ended(new ExitStatus(new Exit.Lost(reason), Usage.UNKNOWN));
        }
    }

    private void graceOver() {
        if (streams.keepBackItsOwn()) {
            grace = guard.after(command.settings.outputGrace, graceOver);
        } else {
            cutStreams();
        }
    }

    private void cutStreams() {
        if (!finishIfOver()) {
            cutting.begin();
        }
    }

    private void streamEnded() {
        reaper.hint();
        finishIfOver();
    }

    private boolean finishIfOver() {
        if (outcome.isDone() || failed.hasBegun()) {
            return true;
        }
        if (ended == null || !streams.allEnded() || teardown.isUnderWay()) {
            return false;
        }
        boolean tree = command.settings.teardown.reach() == Teardown.Reach.DESCENDANTS;
        if (loopStops || (ownCgroup == null && !tree)) {
            finish();
        } else if (!seeingOff) {
            seeingOff = true;
            elsewhere(this::seeOff, this::finish);
        }
        return true;
    }

    /** What takes time, while the child still has its number. */
    private void seeOff() {
        try {
            teardown.lookBeforeLeaving();
        } catch (IOException e) {
            // Without a look at /proc now there is one later, which may miss some.
            return;
        } finally {
            if (ownCgroup != null) {
                ownCgroup.end();
            }
        }
    }

    /** Does what may take time, then goes on here; here as well where there is no thread for it. */
    private void elsewhere(Runnable work, Runnable then) {
        try {
            BackgroundExecutor.executor()
                    .execute(
                            () -> {
                                try {
                                    work.run();
                                } finally {
                                    guard.onLoop(then);
                                }
                            });
        } catch (RejectedExecutionException noThread) {
            work.run();
            then.run();
        }
    }

    private void finish() {
        if (outcome.isDone() || failed.hasBegun()) {
            return;
        }
        leave();
        if (failure != null) {
            outcome.settleExceptionally(failure);
            return;
        }
        outcome.settle(
                new Outcome(
                        command,
                        reaper.pid(),
                        ended.exit(),
                        ended.usage(),
                        endedBy,
                        ran,
                        sinceStart(),
                        streams.stdin(),
                        streams.stdout(),
                        streams.stderr(),
                        streams.stderrTail(),
                        Optional.ofNullable(ownCgroup == null ? null : ownCgroup.end())));
    }

    /** There is no outcome; nor an exit, unless that was known before. */
    private void fail(Throwable why) {
        exit.settleExceptionally(why);
        outcome.settleExceptionally(why);
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void leave() {
        try {
            LoopGuard.cancel(deadline);
            LoopGuard.cancel(grace);
            cutting.end();
            if (silence != null) {
                silence.cancel();
            }
            teardown.leave();
        } finally {
            reaper.release();
            loop.depart(this);
            if (keepsBackgroundThread) {
                keepsBackgroundThread = false;
                BackgroundExecutor.letGo();
            }
        }
    }

    @Override
    public void loopClosing() {
        endWithin(LOOP_PATIENCE, EndedBy.LOOP_CLOSED);
    }

    @Override
    public void loopStuck() {
        endWithoutLoop(LOOP_PATIENCE);
    }

    /** Ends the child on the calling thread: see {@link LooplessTeardown}. */
    void endWithoutLoop(Duration most) {
        IllegalStateException why =
                new IllegalStateException(
                        "the JVM shuts down, and the event loop of "
                                + command
                                + " does not answer: it was ended without it");
        try {
            new LooplessTeardown(reaper, teardown).end(most);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        fail(why);
    }

    @Override
    public void loopClosed() {
        loopStops = true;
        killHere();
        if (failed.hasBegun()) {
            failed.finish();
            return;
        }
        reaper.look();
        if (ended == null) {
            // Nobody else will ever reap it.
            reapHere();
        }
        streams.cut(Holders.none());
        if (!finishIfOver()) {
            leave();
            reaper.close();
            fail(
                    new IllegalStateException(
                            "its event loop was closed before the end of " + command));
        }
    }
}
