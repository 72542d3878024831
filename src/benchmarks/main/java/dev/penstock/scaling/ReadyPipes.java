package dev.penstock.scaling;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.pipe.PipeChannel;
import java.util.List;

/** What a wake-up costs on a loop of few and of many pipes, without children. */
final class ReadyPipes {
    private static final int[] COUNTS = {1, 10, 100, 1000, 3000, 10_000, 19_800};
    private static final int[] READY = {1, 16, 128, 512, 2000};
    private static final int[] BYTES = {64, 4096};
    private static final int OWN_DESCRIPTORS = 150;
    private static final long NANOS = 250_000_000;
    private static final int ROUNDS = 3;

    /** Bytes of a {@code struct pollfd}: descriptor, wanted events, events that came. */
    private static final int POLLFD = 8;

    private final Figures figures;

    ReadyPipes(Figures figures) {
        this.figures = figures;
    }

    void run() throws Exception {
        try (DrivenPipes warm = new DrivenPipes("warm-up", 1000, 64)) {
            for (int i = 0; i < 8; i++) {
                warm.drive(i % 2 == 0 ? 1 : 100, NANOS).await();
                warm.onLoop(() -> warm.bare(NANOS / 4));
            }
        }
        for (int bytes : BYTES) {
            for (int count : COUNTS) {
                measure(bytes, count);
            }
        }
    }

    private void measure(int bytes, int count) throws Exception {
        if (count + OWN_DESCRIPTORS > Self.mostDescriptors()) {
            figures.skipped(
                    bytes + " bytes",
                    count,
                    "no more than " + Self.mostDescriptors() + " descriptors are allowed");
            return;
        }
        String subject = bytes + " bytes";
        long heap = Self.heapBytes();
        long kernel = Self.kernelBytes();
        try (DrivenPipes pipes = new DrivenPipes("scaling", count, bytes)) {
            if (count >= 1000 && bytes == BYTES[0]) {
                double kib = 1024.0 * count;
                figures.row(subject, count, "heap", (Self.heapBytes() - heap) / kib, "KiB a pipe");
                double kernelKib = (Self.kernelBytes() - kernel) / kib;
                figures.row(subject, count, "kernel", kernelKib, "KiB a pipe");
            }
            for (int round = 0; round < ROUNDS; round++) {
                long[] done = new long[1];
                pipes.onLoop(() -> done[0] = pipes.bare(NANOS));
                figures.row(
                        subject, count, "bare write and read", (double) NANOS / done[0], "ns each");
                for (int ready : READY) {
                    if (ready <= count) {
                        pipes.drive(ready, NANOS).await();
                        figures.row(
                                subject,
                                count,
                                ready + " ready",
                                (double) NANOS / pipes.written(),
                                "ns each");
                    }
                }
                if (bytes == BYTES[0]) {
                    figures.row(subject, count, "poll(2)", poll(pipes.pipes()), "ns a call");
                }
            }
        }
    }

    /** What the other call costs that waits for many: it is given all of them each time. */
    private static double poll(List<PipeChannel> pipes) {
        NativeMemory array = new NativeMemory(pipes.size() * POLLFD);
        for (int i = 0; i < pipes.size(); i++) {
            array.bytes().putInt(i * POLLFD, pipes.get(i).fd().number());
            array.bytes().putShort(i * POLLFD + Integer.BYTES, (short) PollFd.POLLIN);
        }
        long begun = System.nanoTime();
        long calls = 0;
        while (System.nanoTime() - begun < NANOS / 4) {
            Linux.libc().poll(array.address(), pipes.size(), 0);
            calls++;
        }
        return (double) (System.nanoTime() - begun) / calls;
    }
}
