package dev.penstock.diagnosis.trace.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines, in one buffer. Of a line longer than 1 MiB the middle is left out,
 * which is inside a string argument, so that its beginning and its result are still there. One
 * thread; the stream is the caller's to close.
 */
public final class LineReader {
    private static final int FIRST = 1 << 16;
    private static final int LONGEST = 1 << 20;
    private static final int KEPT_TAIL = 1 << 14;

    private final InputStream in;
    private byte[] bytes = new byte[FIRST];
    private int from;
    private int to;
    private int next;
    private int end;
    private boolean ended;
    private boolean complete;
    private long number;
    private long shortened;

    /** Reads from there. */
    public LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next line.
     *
     * @return false at the stream's end
     * @throws IOException from the stream
     */
    public boolean next() throws IOException {
        int searched = next;
        boolean cut = false;
        while (true) {
            int newline = Scan.indexOf(bytes, searched, end, '\n');
            if (newline >= 0) {
                return line(newline, newline + 1, true, cut);
            }
            searched = end;
            if (ended) {
                return next < end && line(end, end, false, cut);
            }
            int moved = next;
            if (end == bytes.length && next == 0 && bytes.length == LONGEST) {
                System.arraycopy(bytes, end - KEPT_TAIL, bytes, LONGEST / 2, KEPT_TAIL);
                end = LONGEST / 2 + KEPT_TAIL;
                searched = end;
                cut = true;
            } else if (end == bytes.length) {
                makeRoom();
                searched -= moved;
            }
            int count = in.read(bytes, end, bytes.length - end);
            ended = count < 0;
            end += Math.max(count, 0);
        }
    }

    /** What is left of the line goes to the front; where it fills the buffer, that grows. */
    private void makeRoom() {
        byte[] wider = next == 0 ? new byte[bytes.length * 2] : bytes;
        System.arraycopy(bytes, next, wider, 0, end - next);
        bytes = wider;
        end -= next;
        next = 0;
    }

    private boolean line(int lineEnd, int following, boolean whole, boolean cut) {
        from = next;
        to = lineEnd;
        next = following;
        complete = whole;
        number++;
        shortened += cut ? 1 : 0;
        return true;
    }

    /** The buffer that holds the line; its contents change with {@link #next}. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the line begins in the buffer. */
    public int from() {
        return from;
    }

    /** Where it ends, without its newline. */
    public int to() {
        return to;
    }

    /** Whether it ended with a newline, and not with the stream. */
    public boolean complete() {
        return complete;
    }

    /** Which line it is, from 1 on. */
    public long number() {
        return number;
    }

    /** How many lines so far were longer than is kept. */
    public long shortened() {
        return shortened;
    }

    /** A copy of the line. */
    byte[] copy() {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
