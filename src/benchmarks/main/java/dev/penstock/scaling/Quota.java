package dev.penstock.scaling;

import dev.penstock.pipe.Pipe;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens pipes until they come smaller, and tells from which number on; and then, of pipes grown to
 * a MiB one after the other, which is refused. For a user without privilege: root is exempt.
 */
final class Quota {
    private static final int MOST = 1200;
    private static final int MIB = 1 << 20;

    private final Figures figures;

    Quota(Figures figures) {
        this.figures = figures;
    }

    void run() throws Exception {
        List<Pipe> pipes = new ArrayList<>();
        try {
            int before = 0;
            for (int n = 1; n <= MOST; n++) {
                Pipe pipe = Pipe.open();
                pipes.add(pipe);
                int capacity = pipe.reader().capacity();
                if (capacity != before) {
                    figures.row("new pipes", n, "capacity from this one on", capacity, "bytes");
                    before = capacity;
                }
            }
            figures.row("new pipes", MOST, "capacity of the last", before, "bytes");
        } finally {
            closeAll(pipes);
        }
        try {
            for (int n = 1; n <= MOST; n++) {
                Pipe pipe = Pipe.open();
                pipes.add(pipe);
                pipe.reader().resize(MIB);
            }
            figures.row("growing", MOST, "capacity of the last", MIB, "bytes");
        } catch (SyscallException refused) {
            figures.row(
                    "growing",
                    pipes.size(),
                    "capacity from this one on, " + Errno.name(refused.errno()),
                    pipes.get(pipes.size() - 1).reader().capacity(),
                    "bytes");
        } finally {
            closeAll(pipes);
        }
    }

    private static void closeAll(List<Pipe> pipes) throws Exception {
        for (Pipe pipe : pipes) {
            pipe.close();
        }
        pipes.clear();
    }
}
