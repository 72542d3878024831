package dev.penstock.scaling;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Command;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child costs in a process that has many descriptors open, whatever for: the kernel copies
 * the table for each child, which then closes what it got.
 */
final class DescriptorCost {
    private static final int[] COUNTS = {0, 1000, 4000, 10_000, 19_500};
    private static final int CHILDREN = 200;
    private static final int ROUNDS = 5;
    private static final int OWN_DESCRIPTORS = 150;

    private final Figures figures;
    private final String nothing = QuietChildren.program("nothing");

    DescriptorCost(Figures figures) {
        this.figures = figures;
    }

    void run() throws Exception {
        try (EventLoop loop = EventLoop.start("scaling")) {
            for (int i = 0; i < 5; i++) {
                ours(loop);
                theJdks();
            }
            for (int count : COUNTS) {
                if (count + OWN_DESCRIPTORS <= Self.mostDescriptors()) {
                    measure(loop, count);
                } else {
                    figures.skipped(
                            "open descriptors",
                            count,
                            "no more than " + Self.mostDescriptors() + " are allowed");
                }
            }
        }
    }

    private void measure(EventLoop loop, int count) throws Exception {
        List<Fd> open = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                byte[] name = FileName.ascii("/dev/null");
                int fd = Linux.libc().open(name, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
                open.add(Fd.adopt(SyscallException.check("open", fd)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                long cpu = Self.cpuNanos();
                row("Penstock", count, ours(loop));
                double each = (Self.cpuNanos() - cpu) / 1e3 / CHILDREN;
                figures.row("Penstock", count, "CPU of this process", each, "µs a child");
                row("ProcessBuilder", count, theJdks());
            }
        } finally {
            for (Fd fd : open) {
                fd.close();
            }
        }
    }

    private void row(String subject, int count, long nanos) {
        figures.row(subject, count, "start to end, wall", nanos / 1e3 / CHILDREN, "µs a child");
    }

    private long ours(EventLoop loop) throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < CHILDREN; i++) {
            Command.of(nothing).run(loop).orThrow();
        }
        return System.nanoTime() - begun;
    }

    private long theJdks() throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < CHILDREN; i++) {
            Process process = new ProcessBuilder(nothing).start();
            process.getInputStream().readAllBytes();
            process.getErrorStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(nothing + ": " + process.exitValue());
            }
        }
        return System.nanoTime() - begun;
    }
}
