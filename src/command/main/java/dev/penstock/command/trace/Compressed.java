package dev.penstock.command.trace;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks what was packed by gzip or zstd, told by its first bytes and not by its name. */
final class Compressed {
    private static final int BUFFER = 1 << 16;

    private Compressed() {}

    static InputStream unpacked(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        // RFC 1952
        if (magic.length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
            return new GZIPInputStream(in, BUFFER);
        }
        // RFC 8878, 3.1.1
        if (magic.length == 4
                && magic[0] == 0x28
                && magic[1] == (byte) 0xb5
                && magic[2] == 0x2f
                && magic[3] == (byte) 0xfd) {
            return Zstd.unpacked(in);
        }
        return in;
    }

    /** By itself, so that the library is loaded only where it is needed. */
    private static final class Zstd {
        static InputStream unpacked(InputStream in) {
            return new ZstdInputStream(in);
        }
    }
}
