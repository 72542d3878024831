package dev.penstock.scaling;

import dev.penstock.sink.Sink;
import dev.penstock.source.Source;
import java.nio.ByteBuffer;

/** Sends a child 64 bytes, waits until they are back, and does that again. */
final class Exchanges implements Sink {
    private static final int BYTES = 64;

    private final long[] nanos;
    private Runnable ready;
    private int made;
    private int got;
    private long sent;

    /** Whether the bytes are the child's to give back. */
    private boolean away;

    Exchanges(int count) {
        nanos = new long[count];
    }

    /** How long each took; those that were not made take nothing. */
    long[] nanos() {
        if (made < nanos.length) {
            throw new IllegalStateException(made + " of " + nanos.length + " exchanges were made");
        }
        return nanos.clone();
    }

    Source source() {
        return new Source() {
            @Override
            public void attach(Runnable ready) {
                Exchanges.this.ready = ready;
            }

            @Override
            public Answer fill(ByteBuffer into) {
                if (made == nanos.length) {
                    return Answer.END;
                }
                if (!away) {
                    away = true;
                    into.position(into.position() + BYTES);
                    sent = System.nanoTime();
                }
                return Answer.EMPTY;
            }
        };
    }

    @Override
    public Answer accept(ByteBuffer bytes) {
        got += bytes.remaining();
        bytes.position(bytes.limit());
        if (got == BYTES) {
            got = 0;
            away = false;
            nanos[made++] = System.nanoTime() - sent;
            ready.run();
        }
        return Answer.MORE;
    }

    @Override
    public void end() {}

    @Override
    public void fail(Throwable cause) {}
}
