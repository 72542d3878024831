package dev.penstock.command.run;

import dev.penstock.sink.QueueSink;
import dev.penstock.sink.Sink;
import dev.penstock.sink.StreamFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One stream on its way through a {@link LineCutter}. It is written on a thread of its own behind a
 * bounded queue: whoever reads our output may be slow or asleep, and the loop, whose timers end the
 * child, must not wait for them. The child waits instead.
 */
final class CutStream {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = 16;

    private final String name;
    private final QueueSink<byte[]> queue = QueueSink.ofChunks(CHUNK, CHUNKS);
    private final LineCutter cutter;
    private final Thread writer;
    private volatile Throwable failure;

    CutStream(String name, long longest, OutputStream out) {
        this.name = name;
        this.cutter = new LineCutter(out, longest);
        this.writer = new Thread(this::write, "penstock " + name);
        // Asleep in a write nobody reads, it must not keep the JVM from its end.
        this.writer.setDaemon(true);
    }

    /** Starts the writer. */
    Sink sink() {
        writer.start();
        return new UnlessRefused();
    }

    /** Waits until everything is written. */
    void await() throws IOException, InterruptedException {
        writer.join();
        rethrow();
    }

    /**
     * Waits so long at most.
     *
     * @return whether everything is written
     */
    boolean await(Duration most) throws IOException, InterruptedException {
        writer.join(Math.max(1, most.toMillis()));
        rethrow();
        return !writer.isAlive();
    }

    long cutLines() {
        return cutter.cutLines();
    }

    long cutBytes() {
        return cutter.cutBytes();
    }

    private void write() {
        try {
            copy();
            cutter.end();
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure = e;
            queue.close();
        }
    }

    private void copy() throws IOException, InterruptedException {
        try {
            for (byte[] chunk; (chunk = queue.take()) != null; ) {
                cutter.write(chunk);
            }
        } catch (StreamFailedException timeIsUp) {
            return; // what had come is written, and the outcome tells why there is no more
        }
    }

    private void rethrow() throws IOException {
        if (failure instanceof RuntimeException refused) {
            throw refused;
        }
        if (failure != null) {
            throw new IOException(name + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * The queue, until a write to our own output fails. A closed queue would read the child's
     * output to nowhere; but with `penstock run … | head` the child is to end as in `… | head`.
     */
    private final class UnlessRefused implements Sink {
        @Override
        public void attach(Runnable resume) {
            queue.attach(resume);
        }

        @Override
        public Answer accept(ByteBuffer bytes) throws Exception {
            if (failure != null) {
                throw new IOException(name + " is refused", failure);
            }
            return queue.accept(bytes);
        }

        @Override
        public void end() throws Exception {
            queue.end();
        }

        @Override
        public void fail(Throwable cause) {
            queue.fail(cause);
        }
    }
}
