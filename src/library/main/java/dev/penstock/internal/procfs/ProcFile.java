package dev.penstock.internal.procfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a file whose content the kernel makes up while it is read. */
public final class ProcFile {
    /** More than any of them is, as a rule: one read(2) is one moment. */
    private static final int ROOM = 16 * 1024;

    private ProcFile() {}

    /**
     * The whole file.
     *
     * @param file below {@code /proc} or {@code /sys}
     * @return its text; bytes that are not UTF-8 become U+FFFD
     * @throws IOException if it cannot be opened or read
     */
    public static String text(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /**
     * The whole file. Not by Files.readAllBytes: these files say that they have 0 bytes, so it
     * begins with a read of one byte, and a file of {@code /proc/sys} answers the next read with
     * end of file.
     *
     * @param file below {@code /proc} or {@code /sys}
     * @return its bytes
     * @throws IOException if it cannot be opened or read
     */
    public static byte[] bytes(Path file) throws IOException {
        byte[] room = new byte[ROOM];
        int count = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int got; (got = in.read(room, count, room.length - count)) >= 0; ) {
                count += got;
                if (count == room.length) {
                    room = Arrays.copyOf(room, 2 * count);
                }
            }
        }
        return Arrays.copyOf(room, count);
    }
}
