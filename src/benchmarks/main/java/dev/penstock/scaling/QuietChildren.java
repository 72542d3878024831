package dev.penstock.scaling;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Output;
import dev.penstock.sink.Discard;
import dev.penstock.source.Source;
import dev.penstock.sys.Signal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Children that are alive and do nothing, on one loop, and one among them that answers. */
final class QuietChildren {
    private static final int[] COUNTS = {1, 10, 100, 1000, 3000, 4900, 9800};

    /** Enough to see the steady state, in a round of few children. */
    private static final int AT_LEAST = 300;

    private static final int WARM_UP = 10;
    private static final int EXCHANGES = 3000;
    private static final long REST_MILLIS = 1000;

    /** The JVM's own descriptors, and some to spare. */
    private static final int OWN_DESCRIPTORS = 150;

    private final Figures figures;
    private final String quiet = program("quiet");

    QuietChildren(Figures figures) {
        this.figures = figures;
    }

    static String program(String name) {
        String directory = System.getProperty("penstock.native", "native/build");
        return Path.of(directory, "bench", name).toAbsolutePath().toString();
    }

    /** How a child is connected, and how many descriptors that takes here, its pidfd included. */
    private enum Pipes {
        THREE("3 pipes", 4),
        ONE("1 pipe", 2);

        final String text;
        final int descriptors;

        Pipes(String text, int descriptors) {
            this.text = text;
            this.descriptors = descriptors;
        }

        Command command(String program) {
            Command command = Command.of(program).stdout(Discard.of());
            return this == ONE
                    ? command.stderr(Output.nowhere())
                    : command.stdin(Input.source(new Nothing())).stderr(Discard.of());
        }
    }

    /** Input that does not come, and leaves the pipe open. */
    private static final class Nothing implements Source {
        @Override
        public Answer fill(ByteBuffer into) {
            return Answer.EMPTY;
        }
    }

    void run() throws Exception {
        try (EventLoop loop = EventLoop.start("scaling")) {
            for (int i = 0; i < WARM_UP; i++) {
                for (Pipes pipes : Pipes.values()) {
                    end(start(loop, pipes, 100));
                }
                exchange(loop);
            }
            for (Pipes pipes : Pipes.values()) {
                for (int count : COUNTS) {
                    measure(loop, pipes, count);
                }
            }
        }
    }

    private void measure(EventLoop loop, Pipes pipes, int count) throws Exception {
        long needed = (long) count * pipes.descriptors + OWN_DESCRIPTORS;
        if (needed > Self.mostDescriptors()) {
            figures.skipped(
                    pipes.text,
                    count,
                    needed + " descriptors are needed, and " + Self.mostDescriptors() + " allowed");
            return;
        }
        int rounds = Math.max(1, AT_LEAST / count);
        long heap = Self.heapBytes();
        long rss = Self.rssBytes();
        long kernel = Self.kernelBytes();
        int descriptors = Self.descriptors();
        long startCpu = 0;
        long startWall = 0;
        long endCpu = 0;
        long endWall = 0;
        for (int round = 0; round < rounds; round++) {
            long cpu = Self.cpuNanos();
            long wall = System.nanoTime();
            List<Child> children = start(loop, pipes, count);
            startCpu += Self.cpuNanos() - cpu;
            startWall += System.nanoTime() - wall;
            if (round == rounds - 1) {
                have(loop, pipes, children, heap, rss, kernel, descriptors);
            }
            cpu = Self.cpuNanos();
            wall = System.nanoTime();
            end(children);
            endCpu += Self.cpuNanos() - cpu;
            endWall += System.nanoTime() - wall;
        }
        double each = 1e3 * count * rounds;
        figures.row(pipes.text, count, "start, CPU", startCpu / each, "µs a child");
        figures.row(pipes.text, count, "start, wall", startWall / each, "µs a child");
        figures.row(pipes.text, count, "end, CPU", endCpu / each, "µs a child");
        figures.row(pipes.text, count, "end, wall", endWall / each, "µs a child");
    }

    /** Returns once the loop has taken all of them in. */
    private List<Child> start(EventLoop loop, Pipes pipes, int count) throws Exception {
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            children.add(pipes.command(quiet).start(loop));
        }
        CountDownLatch settled = new CountDownLatch(1);
        loop.execute(settled::countDown);
        settled.await();
        return children;
    }

    private void end(List<Child> children) throws Exception {
        for (Child child : children) {
            child.signal(Signal.KILL);
        }
        for (Child child : children) {
            child.await();
        }
    }

    private void have(
            EventLoop loop,
            Pipes pipes,
            List<Child> children,
            long heap,
            long rss,
            long kernel,
            int descriptors)
            throws Exception {
        int count = children.size();
        double kib = 1024.0 * count;
        String text = pipes.text;
        int opened = Self.descriptors() - descriptors;
        figures.row(text, count, "descriptors", (double) opened / count, "a child");
        if (count >= AT_LEAST) {
            // Of fewer, what else goes on in the machine and the JVM is more than they take.
            figures.row(text, count, "heap", (Self.heapBytes() - heap) / kib, "KiB a child");
            figures.row(text, count, "RSS", (Self.rssBytes() - rss) / kib, "KiB a child");
            figures.row(text, count, "kernel", (Self.kernelBytes() - kernel) / kib, "KiB a child");
        }
        long own = Self.privateBytes(children.get(0).pid());
        figures.row(text, count, "the child's own pages", own / 1024.0, "KiB a child");
        long cpu = Self.cpuNanos();
        long wall = System.nanoTime();
        Thread.sleep(REST_MILLIS);
        double share = (double) (Self.cpuNanos() - cpu) / (System.nanoTime() - wall);
        figures.row(text, count, "at rest, CPU", 1000 * share, "ms a second");
        cpu = Self.cpuNanos();
        long[] nanos = exchange(loop);
        double exchangeCpu = (Self.cpuNanos() - cpu) / 1e3 / EXCHANGES;
        figures.row(text, count, "exchange, CPU", exchangeCpu, "µs");
        figures.row(text, count, "exchange, p50", nanos[EXCHANGES / 2] / 1e3, "µs");
        figures.row(text, count, "exchange, p99", nanos[EXCHANGES * 99 / 100] / 1e3, "µs");
    }

    /** One more child gives back what it is sent: how long each exchange took, shortest first. */
    private static long[] exchange(EventLoop loop) throws Exception {
        Exchanges exchanges = new Exchanges(EXCHANGES);
        CompletableFuture<?> outcome =
                Command.of(program("bounce"))
                        .stdin(Input.source(exchanges.source()))
                        .stdout(exchanges)
                        .stderr(Output.nowhere())
                        .start(loop)
                        .outcome();
        outcome.get();
        long[] nanos = exchanges.nanos();
        Arrays.sort(nanos);
        return nanos;
    }
}
