package dev.penstock.process;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.loop.LoopClient;
import dev.penstock.internal.teardown.TeardownRun;
import dev.penstock.internal.thread.BackgroundExecutor;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

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
final class ChildLifecycle
        implements LoopClient,
                Runnable,
                LoopGuard.Listener,
                Reaper.Listener,
                Streams.Listener,
                TeardownRun.Listener,
                FailedLifecycle.Victim {
    /** Whoever waits for the child. */
    interface Listener {
        /** The child has ended. The loop's thread. */
        void exited(Exit how);

        /** All is over. The loop's thread. */
        void over(ChildEnding ending);

        /**
         * There is no outcome; nor an exit, unless that was told before. The loop's thread, or the
         * one that ends the child without its loop.
         */
        void failed(Throwable why);
    }

    /** A closing loop waits 10 seconds; of these, what comes after SIGKILL takes 5 at the most. */
    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(4);

    private static final String STILL_THERE = "it is still there, long after SIGKILL";

    private final Settings settings;

    /** What messages call the child. */
    private final Object name;

    private final EpollLoop loop;
    private final Reaper reaper;
    private final Streams streams;
    private final TeardownRun teardown;

    /** Null where it has none. */
    private final OwnCgroup ownCgroup;

    private final long started;
    private final Listener listener;
    private final LoopGuard guard;
    private final StreamCutter cutting;

    /** For when something is thrown that nobody expects. */
    private final FailedLifecycle failed;

    /** Whether a {@link BackgroundExecutor} is kept for it; changed once. */
    private boolean keepsBackgroundThread;

    private volatile boolean neverBegun;

    /** Whether {@link #listener} has been told of the end. */
    private volatile boolean over;

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
     * @param name what messages call the child
     */
    ChildLifecycle(
            Settings settings,
            Object name,
            EventLoop loop,
            Reaper reaper,
            Streams streams,
            StartInfo info,
            Listener listener) {
        this.settings = settings;
        this.name = name;
        this.loop = (EpollLoop) loop;
        this.reaper = reaper;
        this.streams = streams;
        this.listener = listener;
        started = info.started();
        ownCgroup = info.cgroup();
        guard = new LoopGuard(loop, this);
        failed = new FailedLifecycle(this, guard);
        keepsBackgroundThread = info.keepsBackgroundThread();
        cutting = new StreamCutter(guard, streams);
        Teardown declared = settings.teardown;
        if (declared.reach() != Teardown.Reach.CHILD) {
            reaper.hold();
        }
        Cgroup cgroup = ownCgroup == null ? settings.cgroup : ownCgroup.cgroup;
        teardown =
                new TeardownRun(
                        declared.steps(),
                        guard,
                        declared.targets(reaper, info.mark(), cgroup),
                        this);
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
        try {
            settle();
        } catch (Throwable t) {
            broken(t);
            throw t;
        }
    }

    private void settle() {
        try {
            loop.settle(this);
            if (settings.timeout != null) {
                deadline = guard.after(settings.timeout, () -> end(EndedBy.TIMEOUT));
            }
            reaper.start(guard, this);
            streams.start(this);
            if (settings.silence != null) {
                silence =
                        new SilenceWatch(
                                guard, streams, settings.silence, () -> end(EndedBy.SILENCE));
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
        streams.start(this);
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

    /** As {@link #end}. Any thread. */
    void requestEnd(EndedBy by) {
        onLoop(() -> end(by));
    }

    /** As {@link #endWithin}. Any thread. */
    void requestEndWithin(Duration most, EndedBy by) {
        onLoop(() -> endWithin(most, by));
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException closed) {
            // A closed loop has seen its children off.
            return;
        }
    }

    EpollLoop loop() {
        return loop;
    }

    /** Begins to end what is left: those whom the teardown reaches, then the streams. */
    void end(EndedBy by) {
        guard.run(() -> beginToEnd(by));
    }

    private void beginToEnd(EndedBy by) {
        // One that has ended by itself is not ended by us, though nobody has told us yet.
        reaper.look();
        if (over || failed.hasBegun() || teardown.isStarted()) {
            return;
        }
        if (ended == null) {
            endedBy = by;
        } else if (settings.teardown.reach() == Teardown.Reach.CHILD) {
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

    @Override
    public void broken(Throwable thrown) {
        if (failed.hasBegun()) {
            failed.add(thrown);
        } else if (!over) {
            failed.begin(thrown);
        } else {
            // Nobody is told twice; but nobody may be left waiting either.
            listener.failed(thrown);
        }
    }

    @Override
    public void killAll() throws IOException {
        teardown.killHere();
    }

    @Override
    public boolean hasEnded() {
        return reaper.hasEnded();
    }

    @Override
    public void abandon(FailedLifecycle why) {
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

    @Override
    public void exited(ExitStatus how) {
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
            grace = guard.after(settings.outputGrace, new GraceOver());
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
        listener.exited(how.exit());
    }

    @Override
    public void teardownIsOver() {
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

    /**
     * Not a lambda: the first of a cold JVM takes ten milliseconds, and nearly each child has one.
     */
    private final class GraceOver implements Runnable {
        @Override
        public void run() {
            graceOver();
        }
    }

    private void graceOver() {
        if (streams.keepBackItsOwn()) {
            grace = guard.after(settings.outputGrace, new GraceOver());
        } else {
            cutStreams();
        }
    }

    private void cutStreams() {
        if (!finishIfOver()) {
            cutting.begin();
        }
    }

    @Override
    public void streamEnded() {
        try {
            reaper.hint();
            finishIfOver();
        } catch (Throwable t) {
            broken(t);
            throw t;
        }
    }

    private boolean finishIfOver() {
        if (over || failed.hasBegun()) {
            return true;
        }
        if (ended == null || !streams.allEnded() || teardown.isUnderWay()) {
            return false;
        }
        boolean tree = settings.teardown.reach() == Teardown.Reach.DESCENDANTS;
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
        if (over || failed.hasBegun()) {
            return;
        }
        leave();
        if (failure != null) {
            fail(failure);
            return;
        }
        ChildEnding ending =
                new ChildEnding(
                        reaper.pid(),
                        ended,
                        endedBy,
                        ran,
                        sinceStart(),
                        streams.stdin(),
                        streams.stdout(),
                        streams.stderr(),
                        streams.stderrTail(),
                        Optional.ofNullable(ownCgroup == null ? null : ownCgroup.end()));
        over = true;
        listener.over(ending);
    }

    private void fail(Throwable why) {
        over = true;
        listener.failed(why);
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
            streams.letGo();
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
                                + name
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
            fail(new IllegalStateException("its event loop was closed before the end of " + name));
        }
    }
}
