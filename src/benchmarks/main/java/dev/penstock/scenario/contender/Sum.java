package dev.penstock.scenario.contender;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Adler32;

/**
 * The Adler-32 checksum of what arrived, in a round that is to show just that; in all others it
 * costs a comparison.
 */
final class Sum {
    /** Whether the round is such a one. */
    static volatile boolean asked;

    private static final byte[] LINE_FEED = {'\n'};
    private static final int READ = 64 * 1024;

    private final Adler32 sum = asked ? new Adler32() : null;

    void add(byte[] bytes, int offset, int length) {
        if (sum != null) {
            sum.update(bytes, offset, length);
        }
    }

    /** Takes them, whether asked or not. */
    void take(ByteBuffer bytes) {
        if (sum != null) {
            sum.update(bytes);
        } else {
            bytes.position(bytes.limit());
        }
    }

    /** Its end as well, which a reader of lines does not hand out. */
    void addLine(Object line) {
        if (sum != null) {
            sum.update(line.toString().getBytes(StandardCharsets.UTF_8));
            sum.update(LINE_FEED);
        }
    }

    void addFile(Path file) throws IOException {
        if (sum != null) {
            byte[] buffer = new byte[READ];
            try (InputStream in = Files.newInputStream(file)) {
                for (int n; (n = in.read(buffer)) >= 0; ) {
                    sum.update(buffer, 0, n);
                }
            }
        }
    }

    /** 0 if it was not asked for. */
    long value() {
        return sum == null ? 0 : sum.getValue();
    }

    /** In its place, what is compared in other rounds. */
    long valueOr(long check) {
        return sum == null ? check : sum.getValue();
    }
}
