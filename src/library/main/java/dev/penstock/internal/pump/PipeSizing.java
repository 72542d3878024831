package dev.penstock.internal.pump;

import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Timer;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.time.Duration;

/**
 * Grows the pipe of a stream that proves to be a firehose: one that carries much turn after turn,
 * while our own side keeps up. A larger pipe saves both sides wake-ups. When such a stream has
 * become quiet, its pipe gets its former size back.
 *
 * <p>First it is made four times as large, for as many streams as the budget has room for; and
 * again, if it goes on, where there is room to spare. Two or three hundred KiB save most of the
 * wake-ups, and many firehoses gain more from a little each than few from much.
 *
 * <p>A quiet stream costs a comparison a turn. A stream whose sink is full now and then, or whose
 * source is empty, is left alone: a larger pipe would only hold more of what waits, or nothing. The
 * loop's thread.
 */
final class PipeSizing {
    /**
     * So many bytes in a turn may be a full pipe: of the usual 64 KiB, little more than half are
     * used where each write leaves the rest of its page.
     */
    static final int MUCH = 32 * 1024;

    /** So many such turns in a row, within {@link #PERIOD}, are a firehose. */
    static final int IN_A_ROW = 8;

    /** A step is to so many times the size. */
    private static final int STEP = 4;

    /** How often a grown pipe is looked at; one whose whole size has not come since is quiet. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final PipeChannel pipe;
    private final PipeBudget budget;
    private final Duration period;

    private int row;
    private long rowBegan;

    /** Whether growing is out of the question for this stream. */
    private boolean settled;

    /** What the pipe was, while it is grown; otherwise 0. */
    private int former;

    /** What the budget gave for it. */
    private int taken;

    private long sinceLook;
    private Timer look;

    PipeSizing(EventLoop loop, PipeChannel pipe, PipeBudget budget, Duration period) {
        this.loop = loop;
        this.pipe = pipe;
        this.budget = budget;
        this.period = period;
        settled = budget == PipeBudget.NONE;
    }

    /**
     * A turn is over.
     *
     * @param moved how many bytes it has taken out of the pipe, or put into it
     * @param waits whether it is the sink or the source that is waited for now
     */
    void turned(long moved, boolean waits) throws IOException {
        sinceLook += moved;
        if (moved < MUCH || waits) {
            row = 0;
        } else if (!settled) {
            count();
        }
    }

    private void count() throws IOException {
        if (row++ == 0) {
            rowBegan = System.nanoTime();
        }
        if (row == IN_A_ROW) {
            row = 0;
            if (System.nanoTime() - rowBegan <= PERIOD.toNanos()) {
                grow();
            }
        }
    }

    private void grow() throws IOException {
        int capacity;
        try {
            capacity = pipe.capacity();
        } catch (SyscallException noPipe) {
            settled = true;
            return;
        }
        int more = (int) Math.min(budget.largest(), (long) STEP * capacity) - capacity;
        if (more <= 0) {
            // As large as it gets, until it has been shrunk.
            settled = true;
        } else if (former == 0 ? budget.take(more) : budget.takeSpare(more)) {
            grow(capacity, more);
        }
    }

    private void grow(int capacity, int more) throws IOException {
        try {
            pipe.resize(capacity + more);
        } catch (SyscallException e) {
            // It goes on as it is: a larger pipe is worth something, but not the stream.
            budget.giveBack(more);
            budget.refused();
            return;
        }
        taken += more;
        if (former == 0) {
            former = capacity;
            sinceLook = 0;
            look = loop.schedule(period, this::look);
        }
    }

    private void look() {
        boolean quiet = sinceLook < former + taken;
        sinceLook = 0;
        if (!quiet || !shrunk()) {
            look = loop.schedule(period, this::look);
        }
    }

    private boolean shrunk() {
        try {
            pipe.resize(former);
        } catch (IOException occupied) {
            // EBUSY: more lies in it than it would hold.
            return false;
        }
        budget.giveBack(taken);
        former = 0;
        taken = 0;
        settled = false;
        return true;
    }

    /** Before the pipe is closed, which its writer may keep open. */
    void close() {
        if (former > 0) {
            look.cancel();
            if (!shrunk()) {
                budget.giveBack(taken);
            }
        }
    }
}
