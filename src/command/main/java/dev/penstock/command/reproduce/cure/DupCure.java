package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.Registration;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32C;

/**
 * For a descriptor that somebody else made: a non-blocking duplicate, read whenever the loop says
 * so.
 */
final class DupCure {
    private static final int BUFFER = 64 * 1024;

    /** Reads on the loop's thread until end of file. */
    private static final class Draining {
        private final PipeChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        private final CRC32C crc = new CRC32C();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private long bytes;

        Draining(PipeChannel channel) {
            this.channel = channel;
        }

        void ready(Registration registration, Readiness readiness) {
            try {
                int got = channel.read(buffer.clear());
                if (got < 0) {
                    registration.cancel();
                    ended.complete(null);
                }
                crc.update(buffer.flip());
                bytes += buffer.limit();
            } catch (IOException e) {
                registration.cancel();
                ended.completeExceptionally(e);
            }
        }

        void await(Duration most) throws IOException, InterruptedException {
            try {
                ended.get(most.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IOException("reading the duplicate: " + e.getCause().getMessage(), e);
            } catch (TimeoutException e) {
                throw new IOException(
                        "no end of file: another process holds the pipe's write end", e);
            }
        }
    }

    private DupCure() {}

    static CureResult run(DemoChild subject, EventLoop loop)
            throws IOException, InterruptedException {
        try (Pipe pipe = subject.openPipe();
                PipeChannel duplicate = PipeChannel.dup(pipe.readEnd().number())) {
            Draining drain = new Draining(duplicate);
            Command command =
                    subject.patientCommand().stdout(Output.descriptor(pipe.writeEnd().number()));
            try (Child child = command.start(loop)) {
                pipe.writeEnd().close();
                loop.register(duplicate.fd(), Interest.READ, drain::ready);
                Outcome outcome = child.await();
                drain.await(subject.patience());
                long crc = drain.crc.getValue();
                String failure = CureResult.failure(outcome, subject.payload(), drain.bytes, crc);
                return new CureResult(
                        outcome,
                        drain.bytes,
                        crc,
                        BUFFER,
                        failure,
                        "read by the caller's own code");
            }
        }
    }
}
