package dev.penstock.command.reproduce.child;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A temporary file of text lines, the same ones each time: mostly of some 20 to 130 bytes, and
 * every 64th of 3000. Its last byte is a newline. Deleted when closed, and when a signal ends the
 * JVM.
 */
public final class Payload implements Closeable {
    private static final int LONG_EVERY = 64;
    private static final int LONG = 3000;
    private static final String WORDS =
            "water comes down the penstock and the gate decides how much of it meets the turbine at"
                    + " a time; ";

    private final Path file;
    private final long bytes;
    private final long crc;

    private Payload(Path file, long bytes, long crc) {
        this.file = file;
        this.bytes = bytes;
        this.crc = crc;
    }

    /**
     * Writes the file.
     *
     * @param bytes its exact length, at least 1
     * @throws IOException naming the file, if the folder for temporary files has no room
     */
    public static Payload create(long bytes) throws IOException {
        Path file = Files.createTempFile("penstock-", ".txt");
        file.toFile().deleteOnExit();
        CRC32C crc = new CRC32C();
        try (OutputStream out =
                new BufferedOutputStream(
                        new CheckedOutputStream(Files.newOutputStream(file), crc), 1 << 16)) {
            fill(out, bytes);
        } catch (IOException e) {
            Files.delete(file);
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return new Payload(file, bytes, crc.getValue());
    }

    private static void fill(OutputStream out, long bytes) throws IOException {
        long left = bytes - 1;
        for (long number = 1; left > 0; number++) {
            byte[] line = line(number);
            int count = (int) Math.min(left, line.length);
            out.write(line, 0, count);
            left -= count;
        }
        out.write('\n');
    }

    private static byte[] line(long number) {
        int length = number % LONG_EVERY == 0 ? LONG : 20 + (int) (number * 37 % 110);
        StringBuilder line = new StringBuilder(length + WORDS.length());
        line.append("line ").append(number).append(": ");
        while (line.length() < length) {
            line.append(WORDS);
        }
        line.setLength(length);
        line.append('\n');
        return line.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** Its length. */
    public long bytes() {
        return bytes;
    }

    /** The whole file's CRC32C. */
    public long crc() {
        return crc;
    }

    /** A part of the file. */
    public byte[] part(long from, int count) throws IOException {
        byte[] part = new byte[count];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(from);
            in.readFully(part);
        }
        return part;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
