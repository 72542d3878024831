package dev.penstock.text;

import java.util.Arrays;
import java.util.Objects;

/**
 * What becomes of each {@link Suspect} in a stream's text: a {@link Treatment} for each of them.
 * Immutable; for any number of streams and threads.
 *
 * <pre>{@code
 * TextPolicy policy = TextPolicy.LOG_SAFE.with(Treatment.CUT, Suspect.NUL);
 * }</pre>
 *
 * <p>A line is looked through from its first byte to its last: what comes after a {@link
 * Treatment#CUT} cannot have it rejected. A line that is too long is cut first, and what is cut off
 * is not looked at.
 */
public final class TextPolicy {
    private static final int SUSPECTS = Suspect.values().length;

    /** Keeps every character, and puts U+FFFD where bytes are not UTF-8, as Java does. */
    public static final TextPolicy PLAIN =
            new TextPolicy(all(Treatment.KEEP)).with(Treatment.REPLACE, Suspect.INVALID);

    /** Keeps everything, invalid bytes too: see {@link Treatment#KEEP}. */
    public static final TextPolicy RAW = new TextPolicy(all(Treatment.KEEP));

    /** Keeps every character, and fails the stream where bytes are not UTF-8. */
    public static final TextPolicy STRICT = RAW.with(Treatment.REPORT, Suspect.INVALID);

    /**
     * Makes every suspect visible, so that a line of a log is one line that looks like what it is
     * and does nothing to the terminal it is shown on. TAB is kept, and a byte order mark at the
     * stream's beginning is removed.
     */
    public static final TextPolicy LOG_SAFE =
            new TextPolicy(all(Treatment.ESCAPE))
                    .with(Treatment.KEEP, Suspect.TAB)
                    .with(Treatment.REMOVE, Suspect.BOM);

    private final Treatment[] treatments;

    private TextPolicy(Treatment[] treatments) {
        this.treatments = treatments;
    }

    private static Treatment[] all(Treatment treatment) {
        Treatment[] all = new Treatment[SUSPECTS];
        Arrays.fill(all, treatment);
        return all;
    }

    /** A policy like this one, but for these. */
    public TextPolicy with(Treatment treatment, Suspect... suspects) {
        Objects.requireNonNull(treatment, "treatment");
        Treatment[] changed = treatments.clone();
        for (Suspect suspect : suspects) {
            changed[suspect.ordinal()] = treatment;
        }
        return new TextPolicy(changed);
    }

    /** What becomes of it. */
    public Treatment of(Suspect suspect) {
        return treatments[suspect.ordinal()];
    }

    /**
     * The text of UTF-8 bytes with this policy applied to each of its lines, whose ends stay as
     * they are. A line that is rejected leaves another in its place:
     *
     * <pre>{@code
     * [... line of 12 bytes rejected: NUL ...]
     * }</pre>
     *
     * @param offset where {@code bytes[from]} is in the stream: for what is reported, and for the
     *     byte order mark
     * @throws SuspectTextException if the policy reports what is there
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public String apply(byte[] bytes, int from, int to, long offset) throws SuspectTextException {
        Objects.checkFromToIndex(from, to, bytes.length);
        TextFilter filter = new TextFilter(this, new TextCounts());
        LineView view = new LineView();
        StringBuilder text = new StringBuilder(to - from);
        for (int at = from; at < to; ) {
            int newline = Ascii.indexOf((byte) '\n', bytes, at, to);
            int end = newline < 0 ? to : newline;
            boolean crLf = newline > at && bytes[newline - 1] == '\r';
            int length = end - at - (crLf ? 1 : 0);
            long lineOffset = offset + at - from;
            filter.begin(lineOffset == 0, true);
            filter.text(bytes, at, at + length, lineOffset);
            if (filter.rejectedFor() == null) {
                filter.show(view);
                text.append(view);
            } else {
                text.append("[... line of ").append(length).append(" bytes rejected: ");
                text.append(filter.rejectedFor()).append(" ...]");
            }
            text.append(crLf ? "\r" : "").append(newline < 0 ? "" : "\n");
            at = end + 1;
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPolicy that && Arrays.equals(treatments, that.treatments);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(treatments);
    }

    /** The treatments by name, such as {@code INVALID=REPLACE NUL=KEEP ...}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Suspect suspect : Suspect.values()) {
            text.append(suspect).append('=').append(of(suspect)).append(' ');
        }
        return text.substring(0, text.length() - 1);
    }
}
