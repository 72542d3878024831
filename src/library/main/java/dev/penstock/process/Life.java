package dev.penstock.process;

import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.loop.Resident;
import dev.penstock.internal.procfs.Lookout;
import dev.penstock.internal.teardown.TeardownRun;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Timer;
import dev.penstock.process.Outcome.EndedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
final class Life implements Resident, Runnable {
    /** A closing loop waits 10 seconds; of these, what comes after SIGKILL takes 5 at the most. */
    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(4);

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
    private final Guard guard;
    private final Cutting cutting;

    /** Null while it runs. */
    private Ended ended;

    private Duration ran;
    private EndedBy endedBy = EndedBy.ITSELF;
    private boolean seeingOff;

    /** Then nothing comes back from elsewhere any more. */
    private boolean loopStops;

    /** Why there is no outcome, or null. */
    private Throwable failure;

    private Timer deadline;
    private Silence silence;
    private Timer grace;

    /**
     * @param cancel run where a user cancels a future
     */
    Life(
            Command command,
            EventLoop loop,
            Reaper reaper,
            Streams streams,
            Birth birth,
            Runnable cancel) {
        outcome = new SharedFuture<>(cancel);
        exit = new SharedFuture<>(cancel);
        this.command = command;
        this.loop = (EpollLoop) loop;
        this.reaper = reaper;
        this.streams = streams;
        started = birth.started();
        ownCgroup = birth.cgroup();
        guard = new Guard(loop, outcome, exit);
        cutting = new Cutting(guard, streams);
        Teardown declared = command.settings.teardown;
        if (declared.reach() != Teardown.Reach.CHILD) {
            reaper.hold();
        }
        teardown =
                new TeardownRun(
                        declared.steps(),
                        loop,
                        declared.targets(
                                reaper,
                                birth.mark(),
                                ownCgroup == null ? command.settings.cgroup : ownCgroup.cgroup),
                        new Runnable() {
                            @Override
                            public void run() {
                                guard.run(Life.this::teardownIsOver);
                            }
                        });
    }

    SharedFuture<Outcome> outcome() {
        return outcome;
    }

    SharedFuture<Exit> exit() {
        return exit;
    }

    /** Begins it. */
    @Override
    public void run() {
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
                    loop,
                    new Consumer<Ended>() {
                        @Override
                        public void accept(Ended how) {
                            guard.run(
                                    new Runnable() {
                                        @Override
                                        public void run() {
                                            exited(how);
                                        }
                                    });
                        }
                    });
            streams.start(new Guard.Guarded(guard, streamEnded));
            if (command.settings.silence != null) {
                silence =
                        new Silence(
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
            ended(reaper.reapNow());
        }
        streams.start(new Guard.Guarded(guard, streamEnded));
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
        // One that has ended by itself is not ended by us, though nobody has told us yet.
        reaper.look();
        if (outcome.isDone() || teardown.isStarted()) {
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
        end(by);
        teardown.killWithin(most);
    }

    private void exited(Ended how) {
        if (ended != null) {
            return;
        }
        ended(how);
        if (silence != null) {
            silence.cancel();
        }
        teardown.leaderEnded();
        if (!teardown.isStarted() && !finishIfOver()) {
            grace = guard.after(command.settings.outputGrace, graceOver);
        }
    }

    private void ended(Ended how) {
        ended = how;
        ran = sinceStart();
        exit.settle(how.exit());
    }

    private void teardownIsOver() {
        if (ended == null) {
            IOException cause = teardown.failure();
            lost(
                    cause == null
                            ? "it is still there, long after SIGKILL"
                            : "cannot be signalled: " + cause.getMessage());
        }
        cutStreams();
    }

    /** It is not waited for any longer; the reaper stays, so that it will be no zombie. */
    private void lost(String reason) {
        if (ended == null) {
            ended(new Ended(new Exit.Lost(reason), Usage.UNKNOWN));
        }
    }

    private void graceOver() {
        if (streams.waitForOurSink()) {
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
        if (outcome.isDone()) {
            return true;
        }
        if (ended == null || !streams.allEnded() || teardown.isUnderWay()) {
            return false;
        }
        if (ownCgroup == null || loopStops) {
            finish();
        } else if (!seeingOff) {
            seeingOff = true;
            CompletableFuture.runAsync(ownCgroup::end, Lookout.executor())
                    .whenComplete((nothing, failed) -> guard.onLoop(this::finish));
        }
        return true;
    }

    private void finish() {
        if (outcome.isDone()) {
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

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void leave() {
        Guard.cancel(deadline);
        Guard.cancel(grace);
        cutting.end();
        if (silence != null) {
            silence.cancel();
        }
        teardown.leave();
        reaper.release();
        loop.depart(this);
    }

    @Override
    public void loopClosing() {
        endWithin(LOOP_PATIENCE, EndedBy.LOOP_CLOSED);
    }

    @Override
    public void loopClosed() {
        loopStops = true;
        killHere();
        reaper.look();
        streams.cut(Holders.none());
        if (!finishIfOver()) {
            leave();
            reaper.close();
            IllegalStateException closed =
                    new IllegalStateException(
                            "its event loop was closed before the end of " + command);
            exit.settleExceptionally(closed);
            outcome.settleExceptionally(closed);
        }
    }
}
