package dev.penstock.process;

import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Resident;
import dev.penstock.loop.Timer;
import dev.penstock.process.Outcome.EndedBy;
import dev.penstock.sys.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * A child's life, from the start to the outcome: on its loop's thread alone, but for the
 * constructor.
 *
 * <pre>
 *   begin ──→ running ──exit──→ streams still open ──last stream ends──→ outcome
 *                │                    │ grace over: cut
 *                │ timeout: SIGTERM,  └───────────────────────────────→ outcome
 *                │ killAfter: SIGKILL
 *                └ close, loop closing: SIGKILL; exit then cuts at once
 * </pre>
 */
final class Life implements Resident {
    private final Command command;
    private final EventLoop loop;
    private final int pid;
    private final Reaper reaper;
    private final Streams streams;
    private final long started = System.nanoTime();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /** Null while it runs. */
    private Ended ended;

    private Duration ran;
    private EndedBy endedBy = EndedBy.ITSELF;
    private boolean cutting;

    /** Why there is no outcome, or null. */
    private Throwable failure;

    private Timer deadline;
    private Timer grace;

    Life(Command command, EventLoop loop, int pid, Reaper reaper, Streams streams) {
        this.command = command;
        this.loop = loop;
        this.pid = pid;
        this.reaper = reaper;
        this.streams = streams;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    void begin() {
        guarded(this::settle);
    }

    private void settle() {
        try {
            loop.settle(this);
            if (command.settings.timeout != null) {
                deadline = after(command.settings.timeout, this::timedOut);
            }
            reaper.start(loop, how -> guarded(() -> exited(how)));
            streams.start(() -> guarded(this::streamEnded));
        } catch (RejectedExecutionException closing) {
            endHere();
        } catch (IOException e) {
            // No place in the epoll set: nobody would notice the exit.
            failure = e;
            endHere();
        }
    }

    private void endHere() {
        endedBy = EndedBy.LOOP_CLOSED;
        kill(Signals.SIGKILL);
        if (ended == null) {
            ended = reaper.reapNow();
            ran = sinceStart();
        }
        streams.start(() -> guarded(this::streamEnded));
        streams.cut(Holders.NONE);
        finishIfOver();
    }

    private Timer after(Duration time, Runnable action) {
        return loop.schedule(time, () -> guarded(action));
    }

    /**
     * Whatever goes wrong here is this child's, and nobody may wait for an outcome that cannot
     * come.
     */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            outcome.completeExceptionally(t);
            throw t;
        }
    }

    private void timedOut() {
        // One that has ended by itself is not ended by us, though nobody has told us yet.
        reaper.look();
        if (ended != null || command.settings.killAfter.isZero()) {
            end(EndedBy.TIMEOUT);
            return;
        }
        endedBy = EndedBy.TIMEOUT;
        deadline = after(command.settings.killAfter, () -> end(EndedBy.TIMEOUT));
        kill(Signals.SIGTERM);
        // One that is stopped takes its SIGTERM only when it goes on.
        kill(Signals.SIGCONT);
    }

    /** Ends what is left: the process by SIGKILL, or the streams that outlived it. */
    void end(EndedBy by) {
        reaper.look();
        if (ended != null) {
            cutStreams();
            return;
        }
        if (endedBy == EndedBy.ITSELF) {
            endedBy = by;
        }
        kill(Signals.SIGKILL);
    }

    private void kill(int signal) {
        try {
            reaper.signal(signal);
        } catch (IOException e) {
            // EPERM: it has become another user's. It cannot be ended and is not waited for; the
            // reaper stays, so that it will be no zombie.
            Exit lost = new Exit.Lost("cannot be signalled: " + e.getMessage());
            exited(new Ended(lost, Usage.UNKNOWN));
        }
    }

    private void exited(Ended how) {
        if (ended != null) {
            return;
        }
        ended = how;
        ran = sinceStart();
        if (endedBy != EndedBy.ITSELF) {
            cutStreams();
        } else if (!finishIfOver()) {
            grace = after(command.settings.outputGrace, this::graceOver);
        }
    }

    private void graceOver() {
        if (streams.waitForOurSink()) {
            grace = after(command.settings.outputGrace, this::graceOver);
        } else {
            cutStreams();
        }
    }

    private void cutStreams() {
        if (cutting || finishIfOver()) {
            return;
        }
        cutting = true;
        // Elsewhere: with thousands of processes /proc takes longer to read than a loop may.
        CompletableFuture.supplyAsync(streams.search()).whenComplete(this::cutOnLoop);
    }

    /** A search that fails costs the names and no more: the stream is cut in any case. */
    private void cutOnLoop(Holders found, Throwable searchFailed) {
        Holders holders = searchFailed == null ? found : Holders.NONE;
        try {
            loop.execute(() -> guarded(() -> streams.cut(holders)));
        } catch (RejectedExecutionException closed) {
            // Then loopClosed has cut them.
            return;
        }
    }

    private void streamEnded() {
        reaper.hint();
        finishIfOver();
    }

    private boolean finishIfOver() {
        if (ended == null || !streams.allEnded()) {
            return false;
        }
        leave();
        if (failure != null) {
            outcome.completeExceptionally(failure);
            return true;
        }
        outcome.complete(
                new Outcome(
                        command,
                        pid,
                        ended.exit(),
                        ended.usage(),
                        endedBy,
                        ran,
                        sinceStart(),
                        streams.stdin(),
                        streams.stdout(),
                        streams.stderr()));
        return true;
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void leave() {
        if (deadline != null) {
            deadline.cancel();
        }
        if (grace != null) {
            grace.cancel();
        }
        loop.depart(this);
    }

    @Override
    public void loopClosing() {
        end(EndedBy.LOOP_CLOSED);
    }

    @Override
    public void loopClosed() {
        streams.cut(Holders.NONE);
        if (!finishIfOver()) {
            leave();
            outcome.completeExceptionally(
                    new IllegalStateException(
                            "its event loop was closed before the end of " + command));
        }
    }
}
