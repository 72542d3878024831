package dev.penstock.text;

import dev.penstock.internal.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Applies a {@link TextPolicy} to one line after the other, or to stretches of a stream. Each is
 * given in pieces: UTF-8 by {@link #text}, and what the decoder of another charset has found
 * invalid by {@link #invalid}. The result is UTF-8 again; where nothing had to be changed it is not
 * a copy. One thread at a time.
 *
 * <p>Memory: a changed line, which may take four times the bytes of the one that it came from (
 * <code>\x00</code> for one byte).
 */
final class TextFilter {
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};
    private static final byte[] CARRIAGE_RETURN = {'\r'};

    /** A larger buffer is given back after its line. */
    private static final int OUT_KEPT = 64 * 1024;

    private final TextPolicy policy;
    private final TextCounts counts;

    private byte[] out = NOTHING;
    private int written;

    // What goes on the line as it came, and is not copied unless more has to follow.
    private byte[] rest;
    private int restFrom;
    private int restTo;

    /** A CR at the end of a stretch: the next byte will tell whether it is alone. */
    private boolean heldCr;

    private boolean line;
    private boolean first;
    private boolean over;
    private long dropped;
    private boolean keptInvalid;
    private Suspect rejectedFor;

    TextFilter(TextPolicy policy, TextCounts counts) {
        this.policy = policy;
        this.counts = counts;
    }

    /**
     * A new line or stretch.
     *
     * @param first whether it is the stream's first
     * @param line whether it is a line, and not a stretch of text that goes on
     */
    void begin(boolean first, boolean line) {
        this.first = first;
        this.line = line;
        if (out.length > OUT_KEPT) {
            out = NOTHING;
        }
        written = 0;
        rest = NOTHING;
        restFrom = 0;
        restTo = 0;
        over = false;
        dropped = 0;
        keptInvalid = false;
        rejectedFor = null;
    }

    /**
     * Goes on with {@code bytes[from, to)}, which must stay as they are until it is over.
     *
     * @param offset where they begin in the stream
     */
    void text(byte[] bytes, int from, int to, long offset) throws SuspectTextException {
        putRest();
        if (from < to) {
            releaseCr(bytes[from] == '\n', offset);
        }
        rest = bytes;
        restFrom = from;
        int at = from;
        while (at < to && !over) {
            byte b = bytes[at];
            if (b >= ' ' && b < 0x7F) {
                at = Ascii.indexOfUnprintable(bytes, at + 1, to);
                continue;
            }
            int letter = Utf8.letter(bytes, at, to);
            if (letter > 0) {
                at += letter;
                continue;
            }
            int n = Utf8.measure(bytes, at, to);
            Suspect suspect =
                    n < 0
                            ? Suspect.INVALID
                            : suspect(Utf8.character(bytes, at, n), first && at == from);
            n = Math.abs(n);
            if (suspect != null && policy.of(suspect) != Treatment.KEEP) {
                if (suspect == Suspect.CR && !line && isHeld(bytes, at, to)) {
                    at++;
                    continue;
                }
                restTo = at;
                putRest();
                treat(suspect, bytes, at, n, offset + at - from);
                restFrom = at + n;
            } else {
                keptInvalid |= suspect == Suspect.INVALID;
            }
            at += n;
        }
        restTo = heldCr && from < to ? at - 1 : at;
        dropped += to - at;
        first &= from == to;
    }

    /** Whether an LF follows, or may yet. */
    private boolean isHeld(byte[] bytes, int at, int to) {
        heldCr = at + 1 == to;
        return heldCr || bytes[at + 1] == '\n';
    }

    private void releaseCr(boolean beforeLf, long offset) throws SuspectTextException {
        if (!heldCr) {
            return;
        }
        heldCr = false;
        if (beforeLf) {
            put(CARRIAGE_RETURN, 0, 1);
        } else {
            treat(Suspect.CR, CARRIAGE_RETURN, 0, 1, offset - 1);
        }
    }

    /** The stream has ended. */
    void end(long offset) throws SuspectTextException {
        putRest();
        releaseCr(false, offset);
    }

    private Suspect suspect(int character, boolean first) {
        Suspect suspect = Suspect.of(character);
        if (suspect == Suspect.LF && !line) {
            return null;
        }
        return first && suspect == Suspect.ZWNBSP ? Suspect.BOM : suspect;
    }

    /** Goes on with {@code n} bytes that are no text; the policy does not keep them. */
    void invalid(byte[] bytes, int at, int n, long offset) throws SuspectTextException {
        putRest();
        releaseCr(false, offset);
        first = false;
        if (over) {
            dropped += n;
        } else {
            treat(Suspect.INVALID, bytes, at, n, offset);
        }
    }

    private void treat(Suspect suspect, byte[] bytes, int at, int n, long offset)
            throws SuspectTextException {
        counts.add(suspect);
        switch (policy.of(suspect)) {
            case REPLACE:
                put(REPLACEMENT, 0, REPLACEMENT.length);
                break;
            case ESCAPE:
                escape(suspect, bytes, at, n);
                break;
            case CUT:
                dropped += n;
                over = true;
                break;
            case REJECT:
                rejectedFor = suspect;
                over = true;
                break;
            case REPORT:
                throw new SuspectTextException(
                        suspect, offset, Arrays.copyOfRange(bytes, at, at + n));
            default:
                assert policy.of(suspect) == Treatment.REMOVE;
        }
    }

    private void escape(Suspect suspect, byte[] bytes, int at, int n) {
        if (suspect == Suspect.INVALID || n == 1) {
            for (int i = at; i < at + n; i++) {
                putAscii("\\x");
                putAscii(Integer.toHexString(bytes[i] & 0xFF | 0x100).substring(1));
            }
        } else {
            putAscii("\\u{");
            putAscii(Integer.toHexString(Utf8.character(bytes, at, n)));
            putAscii("}");
        }
    }

    private void putAscii(String text) {
        put(text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
    }

    private void putRest() {
        put(rest, restFrom, restTo);
        restFrom = restTo;
    }

    private void put(byte[] bytes, int from, int to) {
        int n = to - from;
        if (n > out.length - written) {
            out = Arrays.copyOf(out, Math.max(written + n, Math.max(64, 2 * out.length)));
        }
        System.arraycopy(bytes, from, out, written, n);
        written += n;
    }

    /** Why the line is not to be handed out; null if it is. */
    Suspect rejectedFor() {
        return rejectedFor;
    }

    /** How many bytes were left out at the line's end by {@link Treatment#CUT}. */
    long dropped() {
        return dropped;
    }

    /** The line is complete: shows what has become of it. */
    void show(LineView view) {
        if (written == 0) {
            view.show(rest, restFrom, restTo - restFrom);
        } else {
            putRest();
            view.show(out, 0, written);
        }
        view.decodeAs(keptInvalid ? LineView.Text.RAW_UTF8 : LineView.Text.UTF8);
    }
}
