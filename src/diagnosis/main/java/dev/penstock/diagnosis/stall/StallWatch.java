package dev.penstock.diagnosis.stall;

import dev.penstock.internal.procfs.PipeHolders;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Watches one pipe until a writer is stalled in it. For one thread, which decides how often to
 * look; a pipe that somebody still reads from is watched as well, and stalled only once that has
 * stopped.
 */
public final class StallWatch {
    /** How many bytes lie in the pipe: FIONREAD, which either end answers. */
    @FunctionalInterface
    public interface Unread {
        /**
         * Asks.
         *
         * @return the number of bytes
         * @throws IOException if it is not told
         */
        long bytes() throws IOException;
    }

    /** So long must the pipe be unchanged before and while the writer is looked for. */
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(20);

    private final ProcFs proc;
    private final WriterSearch search;
    private final long inode;
    private final Unread unread;
    private final Consumer<Sample> changes;
    private final long start = System.nanoTime();
    private long changed = start;
    private long seen = -1;

    /**
     * Begins the watch; nothing is looked at yet.
     *
     * @param proc where to look
     * @param inode the pipe's, see {@link ProcFs#pipeInode}
     * @param unread asks the pipe
     * @param changes is given the first sample, and one each time the pipe holds another number of
     *     bytes
     */
    public StallWatch(ProcFs proc, long inode, Unread unread, Consumer<Sample> changes) {
        this.proc = proc;
        this.search = new WriterSearch(proc);
        this.inode = inode;
        this.unread = unread;
        this.changes = changes;
    }

    /**
     * Looks once, and where that finds a stall a second time 20 ms later: bytes and writer are not
     * seen at one moment, and a writer may sleep for a moment only.
     *
     * @return the stall; empty while the pipe is empty or changing, and while nobody is seen asleep
     *     in a write to it
     * @throws IOException if the pipe does not answer, or {@code /proc} cannot be listed
     */
    public Optional<FullPipe> look() throws IOException {
        long bytes = unread.bytes();
        long now = System.nanoTime();
        if (bytes != seen) {
            seen = bytes;
            changed = now;
            changes.accept(new Sample(Duration.ofNanos(now - start), bytes));
            return Optional.empty();
        }
        if (bytes == 0 || now - changed <= QUIET) {
            return Optional.empty();
        }
        PipeHolders holders = PipeHolders.find(proc, inode);
        Optional<SleepingWrite> writer = search.find(holders.writers());
        return writer.isPresent() && stays(holders)
                ? Optional.of(new FullPipe(bytes, writer.get(), holders))
                : Optional.empty();
    }

    private boolean stays(PipeHolders holders) throws IOException {
        LockSupport.parkNanos(QUIET);
        return search.find(holders.writers()).isPresent() && unread.bytes() == seen;
    }
}
