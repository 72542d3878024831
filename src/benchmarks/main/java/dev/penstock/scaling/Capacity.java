package dev.penstock.scaling;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Command;
import dev.penstock.process.Output;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Sink;

/** One child that pours, and pipes of so many bytes: 8 KiB is what a user past the quota gets. */
final class Capacity {
    private static final int[] CAPACITIES = {4096, 8192, 65_536, 1 << 20};
    private static final long BYTES = 300_000_000;
    private static final int CHUNK = 65_536;
    private static final int ROUNDS = 5;

    private final Figures figures;

    Capacity(Figures figures) {
        this.figures = figures;
    }

    void run() throws Exception {
        try (EventLoop loop = EventLoop.start("scaling")) {
            for (int round = -1; round < ROUNDS; round++) {
                for (int capacity : CAPACITIES) {
                    pour(loop, "Discard", capacity, Discard.of(), round);
                    pour(loop, "Capture", capacity, Capture.of(CHUNK), round);
                }
            }
        }
    }

    /** The round before the first warms up. */
    private void pour(EventLoop loop, String subject, int capacity, Sink sink, int round)
            throws Exception {
        long begun = System.nanoTime();
        Command.of(QuietChildren.program("spout"), Long.toString(BYTES), Integer.toString(CHUNK))
                .pipeCapacity(capacity)
                .stdout(sink)
                .stderr(Output.nowhere())
                .run(loop)
                .orThrow();
        if (round >= 0) {
            double rate = (double) BYTES / (System.nanoTime() - begun);
            figures.row("to " + subject, capacity, "throughput", rate, "GB/s");
        }
    }
}
