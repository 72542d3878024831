package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.StalledCall;
import java.util.ArrayList;
import java.util.List;

/** The stalls of one pipe: all counted, the longest kept. */
public final class Stalls {
    private static final int MOST = 16;

    private final List<StalledCall> longest = new ArrayList<>();
    private long writes;
    private long reads;
    private long nanos;

    void add(StalledCall stall) {
        writes += stall.writes() ? 1 : 0;
        reads += stall.writes() ? 0 : 1;
        nanos += Math.max(0, stall.nanos());
        longest.add(stall);
        if (longest.size() > MOST) {
            StalledCall shortest = longest.get(0);
            for (StalledCall other : longest) {
                boolean ended = other.ending() == StalledCall.Ending.RETURNED;
                if (ended && other.nanos() < shortest.nanos()) {
                    shortest = other;
                }
            }
            longest.remove(shortest);
        }
    }

    /** The longest, at most 16, in the order of the log. */
    public List<StalledCall> longest() {
        return List.copyOf(longest);
    }

    /** How many writes waited. */
    public long writes() {
        return writes;
    }

    /** How many reads waited. */
    public long reads() {
        return reads;
    }

    /** How long all waited together, in nanoseconds. */
    public long nanos() {
        return nanos;
    }
}
