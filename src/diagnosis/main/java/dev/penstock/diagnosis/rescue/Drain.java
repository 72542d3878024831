package dev.penstock.diagnosis.rescue;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes bytes out of a backlog and into a store. For one thread, which waits.
 *
 * <p>Each portion is first copied, then stored, and only then taken: so at each moment every byte
 * lies in the pipe or in the store, and a store that is full loses none. What is taken is compared
 * with what was stored, for another reader may have come in between: then the store gets what was
 * taken in its place. The store is synced before the first byte is taken, each second, and at the
 * end.
 */
public final class Drain {
    /** As much as a pipe holds, as a rule. */
    private static final int PORTION = 64 * 1024;

    private static final int LOOK_MILLIS = 50;
    private static final long SYNC_NANOS = 1_000_000_000L;
    private static final Duration QUIET = Duration.ofMillis(300);

    /** Is shown how far it is. */
    @FunctionalInterface
    public interface DrainObserver {
        /**
         * Called after each portion, and each 50 ms while none comes.
         *
         * @param stored bytes so far
         * @param time since the beginning
         */
        void show(long stored, Duration time);
    }

    private final ProcFs proc;
    private final int pid;
    private final Backlog backlog;
    private final Store store;
    private final Until until;
    private final BooleanSupplier stopped;
    private final ByteBuffer copied = ByteBuffer.allocateDirect(PORTION);
    private final ByteBuffer taken = ByteBuffer.allocateDirect(PORTION);
    private final long begun = System.nanoTime();
    private long synced = begun - SYNC_NANOS;
    private long stored;
    private long twice;
    private long lost;
    private long safelyStored;
    private IOException failure;

    /**
     * Takes nothing yet.
     *
     * @param proc where to look whether the process has ended
     * @param backlog what to take from
     * @param store where to
     * @param until when to end
     * @param stopped asked between portions; true ends it
     */
    public Drain(
            ProcFs proc,
            int pid,
            Backlog backlog,
            Store store,
            Until until,
            BooleanSupplier stopped) {
        this.proc = proc;
        this.pid = pid;
        this.backlog = backlog;
        this.store = store;
        this.until = until;
        this.stopped = stopped;
    }

    /**
     * Drains.
     *
     * @param view is shown how far it is
     * @return what came of it, a failure of the store included
     * @throws IOException if the backlog fails
     * @throws InterruptedException if this thread is interrupted
     */
    public Drained run(DrainObserver view) throws IOException, InterruptedException {
        Optional<Drained.Why> why = Optional.empty();
        while (why.isEmpty()) {
            int there = portion();
            view.show(stored, time());
            why = there == 0 ? empty() : limit(there);
        }
        boolean safe = trySync();
        return new Drained(
                why.get(),
                stored,
                twice,
                lost,
                safe ? 0 : stored - safelyStored,
                Optional.ofNullable(failure),
                time());
    }

    private Duration time() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private Optional<Drained.Why> limit(int there) {
        if (there == Backlog.END) {
            return Optional.of(Drained.Why.END);
        }
        if (failure != null) {
            return Optional.of(Drained.Why.FAILED);
        }
        if (stored >= until.bytes().orElse(Long.MAX_VALUE)) {
            return Optional.of(Drained.Why.BYTES);
        }
        if (stopped.getAsBoolean()) {
            return Optional.of(Drained.Why.STOPPED);
        }
        return until.time()
                .filter(limit -> time().compareTo(limit) >= 0)
                .map(x -> Drained.Why.TIME);
    }

    /** Nothing is there now: whether that is the end, or after how long there may be more. */
    private Optional<Drained.Why> empty() throws IOException, InterruptedException {
        // In this order: what it wrote before it ended is there by now.
        boolean ended = proc.stat(pid).known().map(TaskStat::ended).orElse(true);
        if (ended && backlog.unread() == 0) {
            return Optional.of(Drained.Why.EXIT);
        }
        Optional<Drained.Why> limit = limit(0);
        if (limit.isPresent()) {
            return limit;
        }
        if (until.unblocked() && quiet()) {
            return Optional.of(Drained.Why.UNBLOCKED);
        }
        if (backlog.unread() == 0) {
            backlog.await(LOOK_MILLIS);
        }
        return Optional.empty();
    }

    private boolean quiet() throws IOException {
        long end = System.nanoTime() + QUIET.toNanos();
        while (System.nanoTime() - end < 0) {
            backlog.await(LOOK_MILLIS);
            if (backlog.unread() > 0) {
                return false;
            }
        }
        return true;
    }

    /** What {@link Backlog#copy} answered. */
    private int portion() throws IOException {
        copied.clear();
        copied.limit((int) Math.min(PORTION, until.bytes().orElse(Long.MAX_VALUE) - stored));
        int there = backlog.copy(copied);
        if (there <= 0) {
            return there;
        }
        copied.flip();
        try {
            store.write(copied);
        } catch (IOException e) {
            failure = e;
        }
        boolean due = failure == null && System.nanoTime() - synced >= SYNC_NANOS;
        if (!due || trySync()) {
            take(copied.position());
        } else {
            store.replaceLast(copied.position(), ByteBuffer.allocate(0));
        }
        return there;
    }

    private void take(int count) throws IOException {
        copied.flip();
        taken.clear().limit(count);
        backlog.take(taken);
        taken.flip();
        int got = taken.remaining();
        if (!taken.equals(copied)) {
            try {
                twice += store.replaceLast(count, taken) ? 0 : count;
            } catch (IOException e) {
                failure = e;
            }
            got -= taken.remaining();
            lost += taken.remaining();
        }
        stored += got;
    }

    private boolean trySync() {
        try {
            store.sync();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            return false;
        }
        synced = System.nanoTime();
        safelyStored = stored;
        return true;
    }
}
