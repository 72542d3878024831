package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.command.reproduce.child.Payload;
import dev.penstock.command.text.Span;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Does not prevent the stall but bounds it: the stalled child is ended, and what lies in its pipe
 * rescued.
 */
final class TimeoutCure {
    private static final Duration SHORTEST = Duration.ofMillis(300);

    /** A child that is stalled in so many times the time it took before. */
    private static final int TIMES = 4;

    private final Duration timeout;

    /**
     * @param stalledAfter how long the child took to stall
     */
    TimeoutCure(Duration stalledAfter) {
        Duration ample = stalledAfter.multipliedBy(TIMES);
        timeout = ample.compareTo(SHORTEST) > 0 ? ample : SHORTEST;
    }

    CureResult run(DemoChild subject, EventLoop loop) throws IOException, InterruptedException {
        try (Pipe pipe = subject.openPipe()) {
            PipeChannel readEnd = pipe.reader();
            Command command =
                    subject.command()
                            .stdout(Output.descriptor(pipe.writeEnd().number()))
                            .timeout(timeout);
            try (Child child = command.start(loop)) {
                pipe.writeEnd().close();
                Outcome outcome = child.await();
                ByteBuffer rescued = ByteBuffer.allocate(readEnd.unread());
                while (rescued.hasRemaining() && readEnd.read(rescued) > 0) {
                    // until all that lay there is out
                }
                CRC32C crc = new CRC32C();
                crc.update(rescued.flip().duplicate());
                return new CureResult(
                        outcome,
                        rescued.limit(),
                        crc.getValue(),
                        rescued.limit(),
                        failure(outcome, rescued, subject.payload()),
                        "rescued from the pipe, " + Span.text(timeout) + " after the start");
            }
        }
    }

    private static String failure(Outcome outcome, ByteBuffer rescued, Optional<Payload> payload)
            throws IOException {
        if (!outcome.timedOut()) {
            return "the child " + outcome.exit() + " before its timeout";
        }
        boolean same =
                payload.isEmpty()
                        || rescued.equals(ByteBuffer.wrap(payload.get().part(0, rescued.limit())));
        return same ? "" : "not the payload's beginning";
    }
}
