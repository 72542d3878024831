package dev.penstock.scenario.contender;

import dev.penstock.sink.Sink;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** A sink that counts and, if asked, sums: for one stream. */
final class Summed implements Sink {
    private final Adler32 sum;
    long bytes;

    Summed(boolean adler) {
        sum = adler || Sum.asked ? new Adler32() : null;
    }

    @Override
    public Answer accept(ByteBuffer buffer) {
        bytes += buffer.remaining();
        if (sum != null) {
            sum.update(buffer);
        } else {
            buffer.position(buffer.limit());
        }
        return Answer.MORE;
    }

    @Override
    public void end() {}

    @Override
    public void fail(Throwable cause) {}

    long check() {
        return sum != null ? sum.getValue() : bytes;
    }
}
