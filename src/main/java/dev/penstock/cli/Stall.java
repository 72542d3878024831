package dev.penstock.cli;

import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import dev.penstock.procfs.PipeHolders;
import dev.penstock.procfs.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stalls a child: starts it with its output in a pipe that nobody reads, and watches until it is
 * asleep.
 */
final class Stall {
    private static final long LOOK = TimeUnit.MICROSECONDS.toNanos(100);

    /** So long must the pipe be unchanged before and while the writer is looked for. */
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(20);

    private final Subject subject;
    private final PipeSize size;
    private final Duration patience;
    private final WriterSearch search = new WriterSearch(ProcFs.open());
    private final List<Sample> samples = new ArrayList<>();

    /**
     * @param size of the pipe
     * @param patience how long it may take until the child is asleep
     */
    Stall(Subject subject, PipeSize size, Duration patience) {
        this.subject = subject;
        this.size = size;
        this.patience = patience;
    }

    /**
     * Runs the child until it is asleep, looks at it, and ends it.
     *
     * @param view is shown the pipe each time it holds more
     * @throws Failure if it does not stall
     */
    Stalled provoke(EventLoop loop, FillWatch view) throws IOException {
        try (Pipe pipe = size.open()) {
            PipeChannel readEnd = pipe.reader();
            Command command = subject.command().stdout(Output.descriptor(pipe.writeEnd().number()));
            long start = System.nanoTime();
            sample(start, readEnd, view);
            try (Child child = command.start(loop)) {
                // Ours would keep the pipe open for ever, and is one holder too many.
                pipe.writeEnd().close();
                return watch(child, start, readEnd, view);
            }
        }
    }

    private Stalled watch(Child child, long start, PipeChannel readEnd, FillWatch view)
            throws IOException {
        long inode = ProcFs.pipeInode(readEnd.fd().number()).orElseThrow();
        long changed = start;
        long seen = 0;
        while (true) {
            long unread = readEnd.unread();
            long now = System.nanoTime();
            if (unread != seen) {
                seen = sample(start, readEnd, view);
                changed = now;
            } else if (unread > 0 && now - changed > QUIET) {
                PipeHolders holders = PipeHolders.find(inode);
                Optional<SleepingWrite> writer = search.find(holders.writers());
                if (writer.isPresent() && stays(readEnd, unread, holders)) {
                    return stalled(child, readEnd, unread, writer.get(), holders);
                }
            }
            if (child.outcome().isDone()) {
                throw notStalled(child.outcome().join(), readEnd);
            }
            if (now - start > patience.toNanos()) {
                throw notAsleep(child, unread);
            }
            LockSupport.parkNanos(LOOK);
        }
    }

    private long sample(long start, PipeChannel readEnd, FillWatch view) throws IOException {
        long unread = readEnd.unread();
        Sample sample = new Sample(Duration.ofNanos(System.nanoTime() - start), unread);
        samples.add(sample);
        view.show(sample, readEnd.capacity());
        return unread;
    }

    /**
     * A second look: count and writer were not seen at one moment, and a writer may sleep for a
     * moment only.
     */
    private boolean stays(PipeChannel readEnd, long unread, PipeHolders holders)
            throws IOException {
        LockSupport.parkNanos(QUIET);
        return search.find(holders.writers()).isPresent() && readEnd.unread() == unread;
    }

    private Stalled stalled(
            Child child,
            PipeChannel readEnd,
            long unread,
            SleepingWrite writer,
            PipeHolders holders)
            throws IOException {
        Optional<WriteCount> writes =
                subject.chunk().isPresent()
                        ? Optional.of(WriteCount.of(unread, subject.chunk().getAsLong()))
                        : Optional.empty();
        return new Stalled(
                child.pid(),
                readEnd.capacity(),
                PageSize.get(),
                unread,
                List.copyOf(samples),
                writer,
                writes,
                holders);
    }

    private Failure notStalled(Outcome outcome, PipeChannel readEnd) throws IOException {
        return new Failure(
                1,
                "reproduce: the child did not stall: "
                        + outcome.exit()
                        + ", and its "
                        + Size.counted(readEnd.unread(), "byte")
                        + " fit in the pipe of "
                        + Size.text(readEnd.capacity())
                        + (subject.payload().isPresent()
                                ? "; let it write more, with --bytes"
                                : ""));
    }

    private Failure notAsleep(Child child, long unread) {
        int pid = (int) child.pid();
        return new Failure(
                1,
                "reproduce: no task was seen asleep in a full pipe within "
                        + Span.text(patience)
                        + ": "
                        + Size.counted(unread, "byte")
                        + " in the pipe; pid "
                        + pid
                        + " sleeps in: "
                        + ProcFs.open().wchan(pid).text());
    }
}
