package recipes;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.sink.QueueSink;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lines to worker threads. When they are slower than the child, the queue fills, then the pipe, and
 * the child waits: memory stays bounded and nothing is lost.
 */
public final class LinesToThreads {
    public static void main(String[] args) throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(8192, 100); // at most 8 KiB a line, 100 waiting
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try (Child child = Command.of("seq", "10000").stdout(lines).start()) {
            Callable<Long> worker = () -> sum(lines);
            Future<Long> first = workers.submit(worker);
            Future<Long> second = workers.submit(worker);
            System.out.println("sum " + (first.get() + second.get()));
            System.out.println(child.await());
        } finally {
            workers.shutdown();
        }
        System.out.println("never more than 100 lines waited: " + (lines.peakBytes() <= 500));
    }

    private static long sum(QueueSink<String> lines) throws InterruptedException, IOException {
        long sum = 0;
        for (String line; (line = lines.take()) != null; ) {
            sum += Long.parseLong(line);
        }
        return sum;
    }
}

// Prints:
// sum 50005000
// seq 10000 exited with 0
// never more than 100 lines waited: true
