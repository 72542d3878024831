package dev.penstock.text;

import dev.penstock.internal.text.Utf8;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines, wherever the chunks of the stream begin and end. One thread at
 * a time.
 *
 * <p>A line ends as a {@link LineEnd} says, and the end does not belong to it. What comes after the
 * last end is a line too, unless it is empty. A line of more than {@code longest} bytes is cut to
 * that many, or up to three fewer where a UTF-8 character would be broken; the rest of it, up to
 * its end, is only counted.
 *
 * <p>Memory: of a line that goes on in the next chunk, at most {@code longest} bytes; lines wholly
 * inside one chunk never pass through it. All splitters of a thread share the 32 KiB of one {@link
 * MarkedChunk}.
 */
final class LineSplitter {
    /** Who gets the lines. */
    interface Receiver {
        /**
         * One line.
         *
         * @param bytes holds it, during this call only
         * @param cut how many bytes of the line are left out at its end
         * @param printable whether every byte is known to be one of 0x20 to 0x7E, or TAB
         * @return whether to go on; otherwise the splitter stops right after this line
         */
        boolean line(byte[] bytes, int from, int length, long cut, boolean printable)
                throws Exception;
    }

    /** Weak, so that a thread that lives on does not keep the class loader of this library. */
    private static final ThreadLocal<WeakReference<MarkedChunk>> SCRATCH = new ThreadLocal<>();

    private static final byte[] NOTHING = {};

    /** A larger carry is given back after its line. */
    private static final int CARRY_KEPT = 64 * 1024;

    private final int longest;
    private final boolean utf8;
    private final byte end;

    /** The other byte that ends lines, LF, if {@link #end} is CR; else the same. */
    private final byte otherEnd;

    /** Whether the CR of CR LF belongs to the end. */
    private final boolean dropsCr;

    // How many bytes of the stream came before this chunk, and before this line.
    private long chunkOffset;
    private long lineOffset;

    // The unfinished line: its first bytes, and what must be known about the others.
    private byte[] carry = NOTHING;
    private int carried;
    private long length;
    private boolean endsInCr;
    private boolean cutsCharacter;
    private boolean carryPrintable;

    /** A CR, the last byte so far, has ended a line: an LF that follows belongs to that end. */
    private boolean skipsLf;

    /**
     * A splitter for one stream.
     *
     * @param longest bytes that a line may have, at least 1
     * @param end of lines
     * @param utf8 whether the bytes are mostly that, so that no character of it should be broken
     */
    LineSplitter(int longest, LineEnd end, boolean utf8) {
        this.longest = longest;
        this.end = end.first();
        this.otherEnd = end.second();
        this.dropsCr = end.dropsCr();
        this.utf8 = utf8;
    }

    /**
     * Cuts what the buffer holds. Everything is consumed, unless the receiver wants no more now:
     * then what comes after its last line stays in the buffer.
     *
     * @return whether the receiver wants more
     */
    boolean split(ByteBuffer bytes, Receiver receiver) throws Exception {
        // Taken away while in use: a receiver that feeds another splitter must not meet this one's
        // bytes.
        WeakReference<MarkedChunk> kept = SCRATCH.get();
        MarkedChunk chunk = kept == null ? null : kept.get();
        if (chunk == null) {
            chunk = new MarkedChunk();
        } else {
            SCRATCH.set(null);
        }
        try {
            while (bytes.hasRemaining()) {
                if (!splitChunk(bytes, chunk, receiver)) {
                    return false;
                }
            }
            return true;
        } finally {
            SCRATCH.set(chunk.reference);
        }
    }

    /** The stream has ended: hands out the line that no end has finished, if there is one. */
    void finish(Receiver receiver) throws Exception {
        if (length > 0) {
            emitCarry(length, receiver);
        }
    }

    /** Whether there is such a line. */
    boolean isWithinLine() {
        return length > 0;
    }

    /** Bytes of the unfinished line that are held. */
    int carried() {
        return carried;
    }

    /** Where the line that is being handed out begins in the stream. */
    long lineOffset() {
        return lineOffset;
    }

    /** Forgets the unfinished line, and says how many bytes of the stream that were. */
    long forget() {
        long forgotten = length;
        carry = NOTHING;
        carried = 0;
        length = 0;
        return forgotten;
    }

    /**
     * Looks at those bytes only that are marked. The end is the first such byte of a printable
     * line, so the one search also vouches for what lies before it.
     */
    private boolean splitChunk(ByteBuffer bytes, MarkedChunk marked, Receiver receiver)
            throws Exception {
        int start = bytes.position();
        int size = marked.copy(bytes, end);
        byte[] chunk = marked.bytes;
        byte one = end;
        byte other = otherEnd;
        int used = skipsLf && chunk[0] == '\n' ? 1 : 0;
        skipsLf = false;
        boolean printable = true;
        try {
            for (int block = 0; block < size; block += MarkedChunk.BLOCK) {
                long marks = marked.marks(block);
                while (marks != 0) {
                    int at = block + Long.numberOfTrailingZeros(marks);
                    marks &= marks - 1;
                    byte b = chunk[at];
                    if (b == one || b == other) {
                        int from = used;
                        if (at < from) {
                            continue; // the LF of CR LF
                        }
                        used = at + 1;
                        if (one != other && b == '\r') {
                            skipsLf = used == size;
                            used += !skipsLf && chunk[used] == '\n' ? 1 : 0;
                        }
                        if (!line(chunk, from, at, printable, receiver)) {
                            return false;
                        }
                        printable = true;
                    } else if (printable && !isPlain(chunk, at, size)) {
                        printable = false;
                        if (one == other) {
                            // Only the end matters now: on from there.
                            int found = Ascii.indexOf(one, chunk, at, size);
                            int next = found < 0 ? size : found;
                            block = next & -MarkedChunk.BLOCK;
                            marks = found < 0 ? 0 : marked.marks(block) & -1L << found;
                        }
                    }
                }
            }
            int from = used;
            used = size;
            carry(chunk, from, size, printable);
            return true;
        } finally {
            bytes.position(start + used);
            chunkOffset += used;
        }
    }

    /** TAB, or the CR of a CR LF that is an end. */
    private boolean isPlain(byte[] chunk, int at, int to) {
        return chunk[at] == '\t'
                || chunk[at] == '\r' && dropsCr && at + 1 < to && chunk[at + 1] == '\n';
    }

    /** A line's last bytes, up to its end; mostly all of them. */
    private boolean line(byte[] chunk, int from, int to, boolean printable, Receiver receiver)
            throws Exception {
        if (length > 0) {
            carry(chunk, from, to, printable);
            return emitCarry(dropsCr && endsInCr ? length - 1 : length, receiver);
        }
        lineOffset = chunkOffset + from;
        int size = to - from;
        if (dropsCr && size > 0 && chunk[to - 1] == '\r') {
            size--;
        }
        boolean inside = size > longest && Utf8.continues(chunk[from + longest]);
        return emit(chunk, from, size, inside, printable, receiver);
    }

    private void carry(byte[] chunk, int from, int to, boolean printable) {
        int n = to - from;
        if (n == 0) {
            return;
        }
        if (length == 0) {
            lineOffset = chunkOffset + from;
            carryPrintable = true;
        }
        carryPrintable &= printable;
        int room = Math.min(n, longest - carried);
        if (carried + room > carry.length) {
            long grown = Math.max(carried + room, Math.max(64, 2L * carry.length));
            carry = Arrays.copyOf(carry, (int) Math.min(grown, longest));
        }
        System.arraycopy(chunk, from, carry, carried, room);
        carried += room;
        if (length <= longest && length + n > longest) {
            cutsCharacter = Utf8.continues(chunk[from + (int) (longest - length)]);
        }
        length += n;
        endsInCr = chunk[to - 1] == '\r';
    }

    private boolean emitCarry(long size, Receiver receiver) throws Exception {
        byte[] line = carry;
        carried = 0;
        length = 0;
        if (carry.length > CARRY_KEPT) {
            carry = NOTHING;
        }
        return emit(line, 0, size, cutsCharacter, carryPrintable, receiver);
    }

    private boolean emit(
            byte[] line, int from, long size, boolean inside, boolean printable, Receiver receiver)
            throws Exception {
        if (size <= longest) {
            return receiver.line(line, from, (int) size, 0, printable);
        }
        int kept = inside && utf8 ? Utf8.border(line, from, from + longest) - from : longest;
        return receiver.line(line, from, kept, size - kept, printable);
    }
}
