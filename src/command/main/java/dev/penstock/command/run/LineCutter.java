package dev.penstock.command.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a stream on, with each line cut to so many bytes and a mark where bytes are missing.
 * Everything else passes as it came: bytes that are not UTF-8, carriage returns, and a prompt that
 * has no newline yet. For one thread.
 */
final class LineCutter implements OutputFilter {
    private static final byte NEWLINE = '\n';
    private static final int BUFFER = 64 * 1024;

    private final OutputStream out;
    private final long longest;
    private long length;
    private long cut;
    private long cutLines;
    private long cutBytes;

    /**
     * @param out what is left goes there
     * @param longest bytes of a line, without its newline
     */
    LineCutter(OutputStream out, long longest) {
        this.out = new BufferedOutputStream(out, BUFFER);
        this.longest = longest;
    }

    /**
     * Takes the whole of a chunk, of which a line may be in several; what is left of it is out on
     * return.
     */
    @Override
    public void write(byte[] chunk) throws IOException {
        int from = 0;
        for (int at = 0; at < chunk.length; at++) {
            if (chunk[at] == NEWLINE) {
                if (cut > 0) {
                    mark();
                    from = at;
                }
                length = 0;
            } else if (cut == 0 && fits(chunk[at])) {
                length++;
            } else {
                if (cut == 0) {
                    out.write(chunk, from, at - from);
                }
                cut++;
            }
        }
        if (cut == 0) {
            out.write(chunk, from, chunk.length - from);
        }
        out.flush();
    }

    /** The stream is over; its last line may have no newline. */
    @Override
    public void end() throws IOException {
        mark();
        out.flush();
    }

    long cutLines() {
        return cutLines;
    }

    long cutBytes() {
        return cutBytes;
    }

    /** A character's first byte tells how many follow; it is left out if they would not fit. */
    private boolean fits(byte first) {
        int more = 0;
        if ((first & 0xE0) == 0xC0) {
            more = 1;
        } else if ((first & 0xF0) == 0xE0) {
            more = 2;
        } else if ((first & 0xF8) == 0xF0) {
            more = 3;
        }
        return length + more < longest;
    }

    private void mark() throws IOException {
        if (cut > 0) {
            out.write(("[… " + cut + " bytes cut]").getBytes(StandardCharsets.UTF_8));
            cutLines++;
            cutBytes += cut;
            cut = 0;
        }
    }
}
