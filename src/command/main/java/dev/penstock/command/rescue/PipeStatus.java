package dev.penstock.command.rescue;

import dev.penstock.diagnosis.rescue.Backlog;
import dev.penstock.diagnosis.rescue.PipeBacklog;
import dev.penstock.diagnosis.rescue.PipeEnd;
import dev.penstock.diagnosis.rescue.Writers;
import dev.penstock.diagnosis.stall.SleepingWrite;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How things are before anything is done.
 *
 * @param capacity bytes; −1 for a socket
 * @param slots of a page each; −1 for a socket
 * @param stuck a writer that is asleep in it, and stays so
 */
record PipeStatus(
        PipeEnd target,
        Backlog backlog,
        Writers writers,
        long unread,
        int capacity,
        int slots,
        Optional<SleepingWrite> stuck) {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    static PipeStatus look(ProcFs proc, PipeEnd target, Backlog backlog)
            throws IOException, InterruptedException {
        PipeBacklog pipe = backlog instanceof PipeBacklog one ? one : null;
        Writers writers = Writers.find(proc, backlog);
        return new PipeStatus(
                target,
                backlog,
                writers,
                backlog.unread(),
                pipe == null ? -1 : pipe.capacity(),
                pipe == null ? -1 : pipe.slots(),
                writers.stuck(LOOK));
    }

    String kind() {
        return target.socket() ? "socket" : target.file().startsWith("pipe:[") ? "pipe" : "fifo";
    }

    /** Who is stuck when all have had the time to go on. */
    Optional<SleepingWrite> stuckAtLast() throws InterruptedException {
        return writers.settle(PATIENCE);
    }
}
