package dev.penstock.dropin;

import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.process.OutputChannel;
import dev.penstock.process.Overflow;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * As many virtual threads blocked in reads as there are pipes, and as many more as there are
 * processes; then each gets a byte, and its end. Needs JDK 21; says how often a thread was pinned.
 *
 * <pre>ManyReaders PIPES PROCESSES</pre>
 */
public final class ManyReaders {
    private ManyReaders() {}

    public static void main(String[] arguments) throws Exception {
        int pipes = Integer.parseInt(arguments[0]);
        int processes = Integer.parseInt(arguments[1]);
        Path file = Files.createTempFile("penstock-readers", ".jfr");
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            long served = served(pipes, processes);
            recording.stop();
            recording.dump(file);
            List<RecordedEvent> pinned = RecordingFile.readAllEvents(file);
            pinned.forEach(System.out::println);
            System.out.println("served " + served + ", pinned " + pinned.size());
        } finally {
            Files.delete(file);
        }
    }

    private static long served(int pipes, int processes) throws Exception {
        AtomicInteger reading = new AtomicInteger();
        List<Pipe> open = new ArrayList<>();
        List<ChildProcess> started = new ArrayList<>();
        List<Future<Integer>> answers = new ArrayList<>();
        ExecutorService readers = virtualThreads();
        try {
            for (int i = 0; i < pipes; i++) {
                Pipe pipe = Pipe.open();
                open.add(pipe);
                OutputChannel output =
                        OutputChannel.open(EventLoop.common(), pipe.reader(), Overflow.NONE);
                answers.add(readers.submit(() -> readAll(output.stream(), reading)));
            }
            for (int i = 0; i < processes; i++) {
                ChildProcess process = new ProcessBuilder("cat").start();
                started.add(process);
                answers.add(readers.submit(() -> readAll(process.getInputStream(), reading)));
            }
            while (reading.get() < pipes + processes) {
                Thread.sleep(1);
            }
            for (Pipe pipe : open) {
                pipe.writer().write(ByteBuffer.wrap(new byte[] {'x'}));
            }
            for (ChildProcess process : started) {
                process.getOutputStream().write('x');
                process.getOutputStream().flush();
            }
            for (Pipe pipe : open) {
                pipe.writer().close();
            }
            for (ChildProcess process : started) {
                process.getOutputStream().close();
            }
            long bytes = 0;
            for (Future<Integer> answer : answers) {
                bytes += answer.get();
            }
            return bytes;
        } finally {
            started.forEach(ChildProcess::destroyForcibly);
            readers.shutdownNow();
        }
    }

    private static int readAll(InputStream from, AtomicInteger reading) throws Exception {
        reading.incrementAndGet();
        try (from) {
            int bytes = 0;
            while (from.read() >= 0) {
                bytes++;
            }
            return bytes;
        }
    }

    /** By its name, because all is compiled for JDK 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
