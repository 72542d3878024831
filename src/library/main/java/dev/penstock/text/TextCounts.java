package dev.penstock.text;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a {@link TextPolicy} has done to a stream's text. One thread counts, the one that reads the
 * stream; any thread may read, and sees counts that are at most a moment old.
 */
public final class TextCounts {
    private static final int SUSPECTS = Suspect.values().length;
    private static final int BYTES_CUT = SUSPECTS;

    private final AtomicLongArray counts = new AtomicLongArray(SUSPECTS + 1);

    TextCounts() {}

    void add(Suspect suspect) {
        add(suspect.ordinal(), 1);
    }

    void cut(long bytes) {
        add(BYTES_CUT, bytes);
    }

    private void add(int which, long n) {
        counts.setRelease(which, counts.getPlain(which) + n);
    }

    /**
     * How many of these were treated in another way than by {@link Treatment#KEEP}: characters, and
     * maximal subparts of what is invalid. What comes after the first in a line that is cut or
     * rejected for it is not looked at, and so not counted.
     */
    public long of(Suspect suspect) {
        return counts.getAcquire(suspect.ordinal());
    }

    /** How many were treated in all. */
    public long total() {
        long total = 0;
        for (int i = 0; i < SUSPECTS; i++) {
            total += counts.getAcquire(i);
        }
        return total;
    }

    /** Bytes left out by {@link Treatment#CUT}, as UTF-8: the suspect and the rest of its line. */
    public long bytesCut() {
        return counts.getAcquire(BYTES_CUT);
    }
}
