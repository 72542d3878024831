package dev.penstock.command.trace;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks what was packed by gzip or zstd, told by its first bytes and not by its name. */
final class Compressed {
    private static final int BUFFER = 1 << 16;

    private Compressed() {}

    /**
     * @param name of the log, for what is said of a damaged one
     * @param raw is read from where it stands
     * @return to be closed before {@code raw} is
     */
    static InputStream unpacked(String name, InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        // RFC 1952
        if (magic.length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
            return gunzipped(name, in);
        }
        // RFC 8878, 3.1.1
        if (magic.length == 4
                && magic[0] == 0x28
                && magic[1] == (byte) 0xb5
                && magic[2] == 0x2f
                && magic[3] == (byte) 0xfd) {
            return new Zstd(name, in);
        }
        return in;
    }

    private static InputStream gunzipped(String name, InputStream in) throws IOException {
        try {
            return new GZIPInputStream(in, BUFFER) {
                @Override
                public int read(byte[] to, int from, int length) throws IOException {
                    try {
                        return super.read(to, from, length);
                    } catch (IOException e) {
                        throw damaged(name, reason(e), e);
                    }
                }
            };
        } catch (IOException e) {
            throw damaged(name, reason(e), e);
        }
    }

    /** Of a header or a trailer that is cut, the JDK does not tell one. */
    private static String reason(IOException e) {
        boolean silent = e instanceof EOFException && e.getMessage() == null;
        return silent ? "it was not written to its end" : e.getMessage();
    }

    static IOException damaged(String name, String why, Throwable cause) {
        return new IOException("cannot unpack '" + name + "': " + why, cause);
    }
}
