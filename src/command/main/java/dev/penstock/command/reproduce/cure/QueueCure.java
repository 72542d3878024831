package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.command.text.Size;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Outcome;
import dev.penstock.sink.QueueSink;
import dev.penstock.sink.StreamFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A bounded queue of lines and threads that work on them; the child waits while it is full. */
final class QueueCure {
    private static final int WORKERS = 4;
    private static final int LONGEST = 64 * 1024;
    private static final int ITEMS = 256;

    private QueueCure() {}

    static CureResult run(DemoChild subject, EventLoop loop)
            throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try (QueueSink<String> queue = QueueSink.ofLines(LONGEST, ITEMS)) {
            CountingSink metered = new CountingSink(queue);
            try (Child child = subject.patientCommand().stdout(metered).start(loop)) {
                List<Future<Long>> taken = new ArrayList<>();
                for (int i = 0; i < WORKERS; i++) {
                    taken.add(workers.submit(() -> work(queue)));
                }
                Outcome outcome = child.await();
                long lines = 0;
                for (Future<Long> worker : taken) {
                    lines += result(worker);
                }
                String failure = CureResult.failure(outcome, subject.payload(), metered);
                if (failure.isEmpty() && lines != queue.accepted()) {
                    failure = "workers took " + lines + " of " + queue.accepted() + " lines";
                }
                return metered.cured(
                        outcome,
                        queue.peakBytes(),
                        failure,
                        Size.counted(lines, "line") + " taken by " + WORKERS + " workers");
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static long work(QueueSink<String> queue) throws InterruptedException {
        long lines = 0;
        try {
            while (queue.take() != null) {
                lines++;
            }
        } catch (StreamFailedException cut) {
            return lines; // the outcome tells why
        }
        return lines;
    }

    private static long result(Future<Long> worker) throws IOException, InterruptedException {
        try {
            return worker.get();
        } catch (ExecutionException e) {
            throw new IOException("a worker: " + e.getCause().getMessage(), e);
        }
    }
}
