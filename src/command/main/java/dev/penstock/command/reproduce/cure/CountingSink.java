package dev.penstock.command.reproduce.cure;

import dev.penstock.process.Outcome;
import dev.penstock.sink.Sink;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Counts and checksums what another sink takes. Read it when the stream is over. */
final class CountingSink implements Sink {
    private final Sink sink;
    private final CRC32C crc = new CRC32C();
    private long bytes;

    CountingSink(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void attach(Runnable resume) {
        sink.attach(resume);
    }

    /** What the sink leaves is offered again, and counted then. */
    @Override
    public Answer accept(ByteBuffer buffer) throws Exception {
        ByteBuffer taken = buffer.duplicate();
        Answer answer = sink.accept(buffer);
        taken.limit(buffer.position());
        bytes += taken.remaining();
        crc.update(taken);
        return answer;
    }

    @Override
    public void end() throws Exception {
        sink.end();
    }

    @Override
    public void fail(Throwable cause) {
        sink.fail(cause);
    }

    /** What came of the cure that this has counted for. */
    CureResult cured(Outcome outcome, long held, String failure, String remark) {
        return new CureResult(outcome, bytes, crc(), held, failure, remark);
    }

    long bytes() {
        return bytes;
    }

    long crc() {
        return crc.getValue();
    }
}
