package dev.penstock.text;

/**
 * How a stream of bytes becomes lines: how long a line may be, and what happens to a longer one.
 * Immutable; one may serve any number of streams and threads.
 *
 * <pre>{@code
 * LineFormat format = LineFormat.longest(8192).skipLonger();
 * }</pre>
 *
 * <p>A line ends with LF, or with CR LF, neither of which belongs to it. What comes after the last
 * LF is a line too, unless it is empty.
 */
public final class LineFormat {
    private final int longest;
    private final boolean skipsLonger;

    private LineFormat(int longest, boolean skipsLonger) {
        this.longest = longest;
        this.skipsLonger = skipsLonger;
    }

    /**
     * Lines of at most so many bytes. A longer one is cut to that many, or up to three fewer so
     * that no character is broken; the rest of it, up to its newline, is read and counted.
     *
     * @param bytes that a line may have without its newline, at least 1
     * @throws IllegalArgumentException if less
     */
    public static LineFormat longest(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a longest line of " + bytes + " bytes: at least 1");
        }
        return new LineFormat(bytes, false);
    }

    /** A format like this one in which a line that is too long is left out whole, and counted. */
    public LineFormat skipLonger() {
        return new LineFormat(longest, true);
    }

    /** The most bytes that a line may have without its newline. */
    public int longest() {
        return longest;
    }

    /** Whether a longer line is left out whole, and not cut. */
    public boolean skipsLonger() {
        return skipsLonger;
    }
}
