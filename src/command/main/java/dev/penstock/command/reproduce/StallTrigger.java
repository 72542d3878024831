package dev.penstock.command.reproduce;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.command.task.Failure;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Span;
import dev.penstock.diagnosis.stall.FullPipe;
import dev.penstock.diagnosis.stall.Sample;
import dev.penstock.diagnosis.stall.StallWatch;
import dev.penstock.diagnosis.stall.WriteCount;
import dev.penstock.internal.procfs.PageSize;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stalls a child: starts it with its output in a pipe that nobody reads, and watches until it is
 * asleep. Serves once.
 */
final class StallTrigger {
    private static final long LOOK = TimeUnit.MICROSECONDS.toNanos(100);

    /** Is shown the pipe each time it holds more. */
    @FunctionalInterface
    interface FillObserver {
        void show(Sample sample, int capacity);
    }

    private final DemoChild subject;
    private final FillObserver view;
    private final ProcFs proc = ProcFs.open();
    private final List<Sample> samples = new ArrayList<>();

    StallTrigger(DemoChild subject, FillObserver view) {
        this.subject = subject;
        this.view = view;
    }

    /**
     * Runs the child until it is asleep, looks at it, and ends it.
     *
     * @throws Failure if it does not stall
     */
    Stalled run(EventLoop loop) throws IOException {
        try (Pipe pipe = subject.openPipe()) {
            PipeChannel readEnd = pipe.reader();
            Command command = subject.command().stdout(Output.descriptor(pipe.writeEnd().number()));
            int capacity = readEnd.capacity();
            StallWatch watch =
                    new StallWatch(
                            proc,
                            ProcFs.pipeInode(readEnd.fd().number()).orElseThrow(),
                            readEnd::unread,
                            sample -> {
                                samples.add(sample);
                                view.show(sample, capacity);
                            });
            watch.look(); // the empty pipe, before there is a child
            try (Child child = command.start(loop)) {
                // Ours would keep the pipe open for ever, and is one holder too many.
                pipe.writeEnd().close();
                return stalled(child, readEnd, await(watch, child, readEnd));
            }
        }
    }

    private FullPipe await(StallWatch watch, Child child, PipeChannel readEnd) throws IOException {
        long start = System.nanoTime();
        while (true) {
            Optional<FullPipe> stall = watch.look();
            if (stall.isPresent()) {
                return stall.get();
            }
            if (child.outcome().isDone()) {
                throw notStalled(child.outcome().join(), readEnd);
            }
            if (System.nanoTime() - start > subject.patience().toNanos()) {
                throw notAsleep(child, readEnd.unread());
            }
            LockSupport.parkNanos(LOOK);
        }
    }

    private Stalled stalled(Child child, PipeChannel readEnd, FullPipe stall) throws IOException {
        Optional<WriteCount> writes =
                subject.chunk().isPresent()
                        ? Optional.of(WriteCount.of(stall.unread(), subject.chunk().getAsLong()))
                        : Optional.empty();
        return new Stalled(
                child.pid(),
                readEnd.capacity(),
                PageSize.get(),
                List.copyOf(samples),
                stall,
                writes);
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
                        + Span.text(subject.patience())
                        + ": "
                        + Size.counted(unread, "byte")
                        + " in the pipe; pid "
                        + pid
                        + " sleeps in: "
                        + proc.wchan(pid).text());
    }
}
