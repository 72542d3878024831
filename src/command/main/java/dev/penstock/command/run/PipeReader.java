package dev.penstock.command.run;

import dev.penstock.command.task.StandardOutput;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * One of the command's outputs, read to its end on a thread of its own. Where it cannot be written
 * on, the pipe is closed, and the command's next write tells it so.
 */
final class PipeReader {
    private static final int CHUNK = 64 * 1024;
    private static final long PAUSE_MILLIS = 10;

    private final FileInputStream pipe;
    private final OutputFilter passage;
    private final CountDownLatch over = new CountDownLatch(1);
    private Exception failure;

    PipeReader(Path path, OutputFilter passage) throws IOException {
        this.pipe = new FileInputStream(path.toFile());
        this.passage = passage;
    }

    /** Begins to read. */
    void start(String name) {
        Thread thread = new Thread(this::read, "penstock " + name);
        // Asleep in a read that nobody ends, it must not keep the JVM from its end.
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        byte[] chunk = new byte[CHUNK];
        try (pipe) {
            for (int size; (size = pipe.read(chunk)) >= 0; ) {
                synchronized (this) {
                    passage.write(Arrays.copyOf(chunk, size));
                }
            }
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                failure = e;
            }
        } finally {
            over.countDown();
        }
    }

    /** Reads what is there, and then no more: somebody holds the pipe who will not end soon. */
    void giveUp() throws InterruptedException {
        while (over.getCount() > 0 && isBusy()) {
            Thread.sleep(PAUSE_MILLIS);
        }
        over.countDown();
    }

    /** Waits for the thread while it writes. */
    private synchronized boolean isBusy() {
        try {
            return failure == null && pipe.available() > 0;
        } catch (IOException closed) {
            return false; // by the thread itself, which has read all
        }
    }

    /** Waits until all is read, or given up. */
    void await() throws InterruptedException {
        over.await();
    }

    /**
     * Has the last of it written.
     *
     * @throws IOException why it could not be written
     * @throws StandardOutput.Closed if nobody reads it any more
     */
    synchronized void end() throws IOException {
        if (failure instanceof RuntimeException refused) {
            throw refused;
        }
        if (failure instanceof IOException refused) {
            throw refused;
        }
        passage.end();
    }
}
