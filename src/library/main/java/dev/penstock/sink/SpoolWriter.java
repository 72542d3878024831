package dev.penstock.sink;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Has an executor write to a {@link Spool}'s file, one buffer at a time, each of which ends with
 * {@code resume}. The loop's thread gives the bytes, and is told what became of those before.
 */
final class SpoolWriter {
    private final SpoolStore store;
    private final Executor executor;
    private final Counter peak = new Counter();
    private volatile Runnable resume = () -> {};

    /** Filled by the loop's thread, emptied by the executor's. */
    private ByteBuffer pending = ByteBuffer.allocate(0);

    /** What the last write met, to be thrown by the loop's thread. */
    private volatile Throwable failure;

    /**
     * @param executor null for one that is never given anything
     */
    SpoolWriter(SpoolStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    void resumeWith(Runnable resume) {
        this.resume = Objects.requireNonNull(resume, "resume");
    }

    /** Takes all of the bytes; nothing more is to come until {@code resume}. */
    void write(ByteBuffer bytes) {
        if (pending.capacity() < bytes.remaining()) {
            pending = ByteBuffer.allocate(bytes.remaining());
        }
        pending.clear();
        pending.put(bytes.duplicate()).flip();
        peak.add(Math.max(0, pending.remaining() - peak.get()));
        store.beginWriting();
        try {
            executor.execute(this::writePending);
            bytes.position(bytes.limit());
        } catch (Throwable t) {
            store.endWriting(null);
            throw t;
        }
    }

    private void writePending() {
        Throwable thrown = null;
        try {
            store.putInFile(pending);
        } catch (Throwable t) {
            store.drop(pending);
            thrown = t;
        }
        failure = thrown;
        store.endWriting(thrown);
        resume.run();
    }

    /** Throws what the executor's thread met, if it did. */
    void rethrow() throws Exception {
        Throwable thrown = failure;
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw (Exception) thrown;
        }
    }

    /** The most bytes that were on their way at once. */
    long peakBytes() {
        return peak.get();
    }
}
