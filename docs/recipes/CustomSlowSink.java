package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Sink;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;

/**
 * A sink of one's own that takes its time, on another thread: it is full until it has done with the
 * bytes. Meanwhile nothing is read, so the child waits, and nobody else.
 */
public final class CustomSlowSink {
    static final class Checksum implements Sink {
        private final Executor worker;
        private final CRC32 crc = new CRC32();
        private Runnable resume;

        Checksum(Executor worker) {
            this.worker = worker;
        }

        @Override
        public void attach(Runnable resume) {
            this.resume = resume;
        }

        @Override
        public Answer accept(ByteBuffer bytes) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            worker.execute(
                    () -> {
                        crc.update(copy);
                        resume.run();
                    });
            return Answer.FULL;
        }

        @Override
        public void end() {} // not before the last resume

        @Override
        public void fail(Throwable cause) {}
    }

    public static void main(String[] args) throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            Checksum sum = new Checksum(worker);
            Command.of("seq", "100000").stdout(sum).run().orThrow();
            System.out.printf("CRC-32 %08x%n", sum.crc.getValue());
        } finally {
            worker.shutdown();
        }
    }
}

// Prints:
// CRC-32 c1100f0d
