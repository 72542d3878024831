package dev.penstock.command.task;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output that notices when nobody reads it any more. A PrintStream keeps an IOException to
 * itself; what is thrown here comes through.
 */
public final class StandardOutput extends OutputStream {
    /** The reader has gone: {@code penstock … | head}. A quiet end. */
    public static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed(IOException cause) {
            super("standard output is closed", cause);
        }
    }

    /** A stream whose rest is left out when nobody reads it any more, without an exception. */
    public static PrintStream forgiving(PrintStream out) {
        OutputStream left =
                new OutputStream() {
                    private boolean closed;

                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int count) {
                        try {
                            if (!closed) {
                                out.write(bytes, from, count);
                            }
                        } catch (Closed e) {
                            closed = true;
                        }
                    }

                    @Override
                    public void flush() {
                        out.flush();
                    }
                };
        return out instanceof AsciiStream
                ? new AsciiStream(left, false)
                : new PrintStream(left, false, StandardCharsets.UTF_8);
    }

    // uapi/linux/stat.h
    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;
    private static final int S_IFSOCK = 0140000;

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            throw hasReader()
                    ? new Closed(e)
                    : new UncheckedIOException("standard output: " + e.getMessage(), e);
        }
    }

    /**
     * EPIPE has no type in the JDK, and its text is translated; but only these have a reader to
     * lose.
     */
    private static boolean hasReader() {
        try {
            int kind = (int) Files.getAttribute(Path.of("/proc/self/fd/1"), "unix:mode") & S_IFMT;
            return kind == S_IFIFO || kind == S_IFSOCK;
        } catch (IOException e) {
            return false;
        }
    }
}
