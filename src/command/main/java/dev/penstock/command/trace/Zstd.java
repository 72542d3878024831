package dev.penstock.command.trace;

import dev.penstock.command.task.Failure;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.process.SpawnException;
import dev.penstock.sink.Capture;
import dev.penstock.sink.QueueSink;
import dev.penstock.sink.StreamFailedException;
import dev.penstock.sys.Errno;
import dev.penstock.text.TextPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/**
 * What zstd(1) makes of a packed log. It runs as a child from the first read on, and waits while
 * nobody reads: of the many small logs of {@code strace -ff}, which are begun one after the other,
 * few run at once. One thread reads; memory: four chunks of 64 KiB, and what is read ahead for the
 * child while it runs.
 */
final class Zstd extends InputStream {
    private static final int CHUNK = 1 << 16;
    private static final int CHUNKS = 4;
    private static final int ERRORS = 4096;

    private final String name;
    private final QueueSink<byte[]> chunks = QueueSink.ofChunks(CHUNK, CHUNKS);
    private final Capture errors = Capture.of(ERRORS);
    private final InputStream packed;

    /** Null before the first read. */
    private Child child;

    /** The chunk at hand, and how many of its bytes were read. */
    private byte[] chunk = {};

    private int used;
    private boolean ended;

    /**
     * @param packed is read by a thread of its own until this is closed
     */
    Zstd(String name, InputStream packed) {
        this.name = name;
        this.packed = packed;
    }

    private Child start() throws IOException {
        try {
            return Command.of("zstd", "--decompress", "--stdout", "--quiet")
                    .stdin(Input.stream(packed))
                    .stdout(chunks)
                    .stderr(errors)
                    .start();
        } catch (SpawnException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            throw new Failure(
                    Failure.USAGE,
                    "trace: '"
                            + name
                            + "' is packed by zstd, and there is no program 'zstd' on PATH: install"
                            + " the package zstd, or unpack the log elsewhere",
                    e);
        }
    }

    @Override
    public int read() throws IOException {
        return next() ? chunk[used++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (!next()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - used);
        System.arraycopy(chunk, used, to, from, count);
        used += count;
        return count;
    }

    /** Whether there is a byte; at the end, whether all went well. */
    private boolean next() throws IOException {
        if (used < chunk.length) {
            return true;
        }
        if (ended) {
            return false;
        }
        if (child == null) {
            child = start();
        }
        try {
            byte[] taken = chunks.take();
            if (taken != null) {
                chunk = taken;
                used = 0;
                return true;
            }
            check(child.await());
            ended = true;
            return false;
        } catch (StreamFailedException e) {
            throw Compressed.damaged(name, "the output of zstd: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while zstd unpacks '" + name + "'");
        }
    }

    private void check(Outcome outcome) throws IOException {
        if (outcome.succeeded() && outcome.complete()) {
            return;
        }
        String said = errors.text(TextPolicy.LOG_SAFE).strip();
        throw Compressed.damaged(
                name,
                outcome + (said.isEmpty() ? "" : ": " + said.replace("\n", "; ")),
                outcome.stdin().failure().orElse(null));
    }

    /** Ends the child, if it is not at its end. */
    @Override
    public void close() {
        chunks.close();
        if (child != null) {
            child.close();
        }
    }
}
