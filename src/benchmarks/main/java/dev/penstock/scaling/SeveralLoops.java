package dev.penstock.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The same pipes on more loops: copying on all of them at once. */
final class SeveralLoops {
    private static final int PIPES = 1024;
    private static final int READY = 16;
    private static final int[] LOOPS = {1, 2, 4};
    private static final int[] BYTES = {64, 4096, 65_536};
    private static final long NANOS = 500_000_000;
    private static final int ROUNDS = 5;

    private final Figures figures;

    SeveralLoops(Figures figures) {
        this.figures = figures;
    }

    void run() throws Exception {
        for (int bytes : BYTES) {
            List<List<DrivenPipes>> groups = new ArrayList<>();
            for (int loops : LOOPS) {
                List<DrivenPipes> group = new ArrayList<>();
                for (int i = 0; i < loops; i++) {
                    group.add(new DrivenPipes("scaling-" + i, PIPES / loops, bytes));
                }
                groups.add(group);
                round(group, bytes);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (List<DrivenPipes> group : groups) {
                    figures.row(
                            bytes + " bytes",
                            group.size(),
                            "together",
                            round(group, bytes),
                            "MB a second");
                }
            }
            for (List<DrivenPipes> group : groups) {
                for (DrivenPipes pipes : group) {
                    pipes.close();
                }
            }
        }
    }

    private static double round(List<DrivenPipes> group, int bytes) throws Exception {
        List<CountDownLatch> latches = new ArrayList<>();
        for (DrivenPipes pipes : group) {
            latches.add(pipes.drive(READY, NANOS));
        }
        for (CountDownLatch latch : latches) {
            latch.await();
        }
        long written = group.stream().mapToLong(DrivenPipes::written).sum();
        return written * (double) bytes / NANOS * 1e3;
    }
}
