package dev.penstock.text;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What became of a stream's lines. One thread counts, the one that reads the stream; any thread may
 * read, and sees counts that are at most a moment old.
 */
public final class LineCounts {
    private static final int LINES = 0;
    private static final int CUT_LINES = 1;
    private static final int BYTES_CUT = 2;
    private static final int SKIPPED_LINES = 3;
    private static final int BYTES_SKIPPED = 4;
    private static final int REJECTED_LINES = 5;
    private static final int BYTES_REJECTED = 6;
    private static final int UNFINISHED_LINES = 7;

    private final AtomicLongArray counts = new AtomicLongArray(8);
    private final TextCounts text = new TextCounts();

    /** All of them 0. */
    public LineCounts() {}

    void handedOut() {
        add(LINES, 1);
    }

    void cut(long bytes) {
        add(CUT_LINES, 1);
        add(BYTES_CUT, bytes);
    }

    void skipped(long bytes) {
        add(SKIPPED_LINES, 1);
        add(BYTES_SKIPPED, bytes);
    }

    void rejected(long bytes) {
        add(REJECTED_LINES, 1);
        add(BYTES_REJECTED, bytes);
    }

    void unfinished() {
        add(UNFINISHED_LINES, 1);
    }

    /** One writer, so a plain read and an ordered store: no fence on a line's way. */
    private void add(int which, long n) {
        counts.setRelease(which, counts.getPlain(which) + n);
    }

    /** Lines handed out so far, cut ones and the one that is being handed out included. */
    public long lines() {
        return counts.getAcquire(LINES);
    }

    /** How many of the {@link #lines} were cut, because they were longer than allowed. */
    public long cutLines() {
        return counts.getAcquire(CUT_LINES);
    }

    /** Bytes of the stream that are missing because lines were cut; line ends are not counted. */
    public long bytesCut() {
        return counts.getAcquire(BYTES_CUT);
    }

    /** Lines left out whole, because they were longer than allowed; none of the {@link #lines}. */
    public long skippedLines() {
        return counts.getAcquire(SKIPPED_LINES);
    }

    /** Bytes of the stream that were in the {@link #skippedLines}, without their ends. */
    public long bytesSkipped() {
        return counts.getAcquire(BYTES_SKIPPED);
    }

    /** Lines that the policy has rejected; none of the {@link #lines}. */
    public long rejectedLines() {
        return counts.getAcquire(REJECTED_LINES);
    }

    /** Bytes of the stream that were in the {@link #rejectedLines}, without their ends. */
    public long bytesRejected() {
        return counts.getAcquire(BYTES_REJECTED);
    }

    /**
     * 1 if the stream ended, or failed, within a line, which is then one of the {@link #lines}, the
     * {@link #skippedLines} or the {@link #rejectedLines}; else 0. Text files often end so. Of
     * names that each end with a byte, such as those of {@code find -print0}, it is one that was
     * broken off.
     */
    public long unfinishedLines() {
        return counts.getAcquire(UNFINISHED_LINES);
    }

    /** What the policy has done to the text of the lines that were not skipped. */
    public TextCounts text() {
        return text;
    }
}
