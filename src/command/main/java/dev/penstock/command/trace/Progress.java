package dev.penstock.command.trace;

import dev.penstock.command.task.Appearance;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * A line on a terminal that says how much of a large log has been read. Any thread may count: what
 * feeds zstd is another than the one that reads.
 */
final class Progress {
    private static final long LARGE = 32 << 20;
    private static final long STEP = 8 << 20;
    private static final int CELLS = 40;

    private final PrintStream err;
    private final boolean live;
    private long expected;
    private long read;
    private long drawn;

    Progress(PrintStream err, Appearance terminal) {
        this.err = err;
        this.live = terminal.live();
    }

    /** More bytes will be read. */
    synchronized void expect(long bytes) {
        expected += bytes;
    }

    InputStream counting(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int b = in.read();
                count(b < 0 ? -1 : 1);
                return b;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = in.read(bytes, from, length);
                count(count);
                return count;
            }
        };
    }

    private synchronized void count(int bytes) {
        read += Math.max(0, bytes);
        if (live && read - drawn >= STEP && (expected == 0 || expected >= LARGE)) {
            drawn = read;
            err.print("\r" + text());
            err.flush();
        }
    }

    private String text() {
        String mebibytes = (read >> 20) + " MiB";
        if (expected == 0) {
            return mebibytes + " read";
        }
        int filled = (int) Math.min(CELLS, read * CELLS / expected);
        return "["
                + "#".repeat(filled)
                + ".".repeat(CELLS - filled)
                + "] "
                + mebibytes
                + " of "
                + (expected >> 20);
    }

    /** Takes the line away. */
    synchronized void clear() {
        if (drawn > 0) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
