package dev.penstock.scenario.entrant;

import dev.penstock.sink.Sink;
import dev.penstock.source.Source;
import java.nio.ByteBuffer;

/** Plays ping-pong with a child: a ball comes back through the sink, and goes out of the source. */
final class Player implements Sink {
    private final byte[] ball = new byte[PenstockEntrant.BALL];
    private final int exchanges;
    private Runnable ready;
    private int played;
    private int got;
    private boolean ours = true;

    Player(int exchanges) {
        this.exchanges = exchanges;
    }

    int played() {
        return played;
    }

    Source source() {
        return new Source() {
            @Override
            public void attach(Runnable ready) {
                Player.this.ready = ready;
            }

            @Override
            public Answer fill(ByteBuffer into) {
                if (played == exchanges) {
                    return Answer.END;
                }
                if (ours) {
                    into.put(ball);
                    ours = false;
                }
                return Answer.EMPTY;
            }
        };
    }

    @Override
    public Answer accept(ByteBuffer bytes) {
        got += bytes.remaining();
        bytes.position(bytes.limit());
        if (got >= ball.length) {
            got = 0;
            played++;
            ours = true;
            ready.run();
        }
        return Answer.MORE;
    }

    @Override
    public void end() {}

    @Override
    public void fail(Throwable cause) {}
}
