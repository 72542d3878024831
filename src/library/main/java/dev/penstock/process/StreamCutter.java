package dev.penstock.process;

import dev.penstock.internal.thread.BackgroundExecutor;
import dev.penstock.loop.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Ends the streams that are open when all is over: reads those to their end that nobody holds any
 * more, and finds out who holds the others. A child of this process that is just being started
 * holds every pipe there is, for a moment; that passes, and is no reason to cut. The loop's thread,
 * but for the search.
 */
final class StreamCutter {
    /** For ends of file that are on their way: nobody is looked for who is just ending. */
    private static final Duration SETTLE = Duration.ofMillis(20);

    /** For the names: whoever reads a stream must not wait for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LoopGuard guard;
    private final Streams streams;
    private boolean begun;
    private Timer next;

    /** Ends the search, whatever it has found. */
    private Timer patience;

    /** Null until they are searched for. */
    private Holders holders;

    StreamCutter(LoopGuard guard, Streams streams) {
        this.guard = guard;
        this.streams = streams;
    }

    /** Begins. Again, it does nothing. */
    void begin() {
        if (begun) {
            return;
        }
        begun = true;
        if (streams.maybeHeld() || streams.waitForOurSink()) {
            next = guard.after(SETTLE, this::search);
        } else {
            streams.cut(Holders.none());
        }
    }

    private void search() {
        if (streams.allEnded()) {
            return;
        }
        if (!streams.maybeHeld()) {
            streams.cut(Holders.none());
            return;
        }
        holders = streams.holders();
        if (patience == null) {
            patience = guard.after(PATIENCE, this::cut);
        }
        // With thousands of processes /proc takes longer to read than a loop may.
        try {
            BackgroundExecutor.executor().execute(this::searchElsewhere);
        } catch (RejectedExecutionException noThread) {
            // It costs the names and no more.
            cut();
        }
    }

    private void searchElsewhere() {
        try {
            holders.search();
        } catch (IOException e) {
            // It costs the names and no more: the streams are cut in any case.
            holders.stop();
        } finally {
            guard.onLoop(this::found);
        }
    }

    private void found() {
        if (holders.onlyBeingBorn()) {
            next = guard.after(SETTLE, this::search);
        } else {
            cut();
        }
    }

    private void cut() {
        streams.cut(holders);
    }

    /** It is over: nobody is searched for any longer. */
    void end() {
        LoopGuard.cancel(next);
        LoopGuard.cancel(patience);
        if (holders != null) {
            holders.stop();
        }
    }
}
