package dev.penstock.scenario.contender;

import dev.penstock.sink.Sink;
import dev.penstock.source.Source;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/** Plays ping-pong with a child: a ball comes back through the sink, and goes out of the source. */
final class Player implements Sink {
    private final byte[] ball = Workload.ball();
    private final int exchanges;
    private Runnable ready;
    private int played;
    private int got;
    private boolean ours = true;
    private final long[] times;
    private long thrown;
    private final Sum sum = new Sum();

    Player(int exchanges) {
        this.exchanges = exchanges;
        times = new long[exchanges];
    }

    /** How long each exchange took, in nanoseconds. */
    LongStream times() {
        return LongStream.of(times);
    }

    int played() {
        return played;
    }

    /** Of all that came back, if it was asked for. */
    long sum() {
        return sum.value();
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
                    thrown = System.nanoTime();
                    ours = false;
                }
                return Answer.EMPTY;
            }
        };
    }

    @Override
    public Answer accept(ByteBuffer bytes) {
        got += bytes.remaining();
        sum.take(bytes);
        if (got >= ball.length) {
            got = 0;
            times[played] = System.nanoTime() - thrown;
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
