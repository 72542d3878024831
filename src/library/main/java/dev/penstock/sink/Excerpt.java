package dev.penstock.sink;

import dev.penstock.internal.text.Utf8;
import dev.penstock.text.SuspectTextException;
import dev.penstock.text.TextPolicy;

/**
 * A stream's head and tail as text, with a line that marks the gap between them.
 *
 * @param bytes head and tail
 * @param head how many of the bytes are the head
 * @param omitted how many bytes of the stream are missing after the head
 */
record Excerpt(byte[] bytes, int head, long omitted) {
    String text() {
        String first = Utf8.string(bytes, 0, gapFrom());
        return omitted == 0 ? first : joined(first, Utf8.string(bytes, gapTo(), bytes.length));
    }

    String text(TextPolicy policy) throws SuspectTextException {
        String first = policy.apply(bytes, 0, gapFrom(), 0);
        return omitted == 0
                ? first
                : joined(first, policy.apply(bytes, gapTo(), bytes.length, omitted + gapTo()));
    }

    private String joined(String first, String last) {
        long missing = omitted + gapTo() - gapFrom();
        return first + "\n[... " + missing + " bytes omitted ...]\n" + last;
    }

    /** The end of the head, without a character that the gap cuts through. */
    private int gapFrom() {
        return omitted == 0 ? bytes.length : Utf8.border(bytes, 0, head);
    }

    /** The beginning of the tail, without the rest of such a character. */
    private int gapTo() {
        int to = head;
        while (to < Math.min(bytes.length, head + 3) && Utf8.continues(bytes[to])) {
            to++;
        }
        return to;
    }
}
