package dev.penstock.scenario.contender;

import dev.penstock.scenario.contender.Workload.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.Adler32;

/**
 * {@link ProcessBuilder} with a thread for each stream that has to be carried; {@code
 * -Dthreads=virtual} makes them virtual ones.
 */
public final class JdkContender {
    private static final int READ = 64 * 1024;

    private static ExecutorService threads;

    private JdkContender() {}

    public static void main(String[] words) throws Exception {
        Workload work = Workload.of(words);
        threads = executor();
        switch (work.name()) {
            case "drain" -> Workload.serve(() -> drain(work));
            case "spawn" -> Workload.serve(() -> Lanes.run(work, threads, () -> one(work)));
            case "children" -> {
                byte[] input = Workload.input(work.number(1));
                Workload.serve(() -> children(work, input));
            }
            default -> Workload.serve(() -> pingPong(work));
        }
        threads.shutdown();
    }

    /** By reflection, since this is compiled for a release that has no virtual threads. */
    private static ExecutorService executor() throws ReflectiveOperationException {
        return "virtual".equals(System.getProperty("threads"))
                ? (ExecutorService)
                        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
                : Executors.newCachedThreadPool();
    }

    private static Answer drain(Workload work) throws Exception {
        Process child =
                new ProcessBuilder(work.child())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Answer answer =
                switch (work.arguments().get(0)) {
                    case "nowhere" -> readAll(child.getInputStream());
                    case "lines" -> lines(child.getInputStream());
                    default -> toFile(child, Path.of(work.arguments().get(0)));
                };
        Workload.require(child.waitFor() == 0, work);
        return answer;
    }

    private static Answer readAll(InputStream from) throws IOException {
        Sum sum = new Sum();
        byte[] buffer = new byte[READ];
        long total = 0;
        try (from) {
            for (int n; (n = from.read(buffer)) >= 0; ) {
                total += n;
                sum.add(buffer, 0, n);
            }
        }
        return new Answer(total, sum.value());
    }

    private static Answer lines(InputStream from) throws IOException {
        Sum sum = new Sum();
        long lines = 0;
        long bytes = 0;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8), READ)) {
            for (String line; (line = reader.readLine()) != null; ) {
                lines++;
                bytes += line.length() + 1;
                sum.addLine(line);
            }
        }
        return new Answer(bytes, sum.valueOr(lines));
    }

    private static Answer toFile(Process child, Path file) throws IOException {
        long bytes;
        try (InputStream from = child.getInputStream();
                OutputStream to = Files.newOutputStream(file)) {
            bytes = from.transferTo(to);
        }
        Sum sum = new Sum();
        sum.addFile(file);
        return new Answer(bytes, sum.value());
    }

    /** These children write nothing, so that one stream may be read after the other. */
    private static Void one(Workload work) throws Exception {
        Process child = new ProcessBuilder(work.child()).start();
        child.getOutputStream().close();
        readAll(child.getInputStream());
        readAll(child.getErrorStream());
        Workload.require(child.waitFor() == 0, work);
        return null;
    }

    private static Answer children(Workload work, byte[] input) throws Exception {
        List<Process> all = new ArrayList<>();
        List<Future<Answer>> outputs = new ArrayList<>();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < work.number(0); i++) {
            ProcessBuilder builder = new ProcessBuilder(work.child());
            if (input.length > 0) {
                builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            }
            Process child = builder.start();
            all.add(child);
            outputs.add(
                    threads.submit(
                            () -> checked(child.getInputStream(), input.length > 0 || Sum.asked)));
            if (input.length > 0) {
                others.add(threads.submit(() -> feed(child.getOutputStream(), input)));
            } else {
                child.getOutputStream().close();
                others.add(threads.submit(() -> readAll(child.getErrorStream())));
            }
        }
        long bytes = 0;
        long check = 0;
        for (int i = 0; i < all.size(); i++) {
            others.get(i).get();
            Answer answer = outputs.get(i).get();
            Workload.require(all.get(i).waitFor() == 0, work);
            bytes += answer.work();
            check += answer.check();
        }
        return new Answer(bytes, check);
    }

    private static Answer checked(InputStream from, boolean adler) throws IOException {
        Adler32 sum = new Adler32();
        byte[] buffer = new byte[READ];
        long total = 0;
        try (from) {
            for (int n; (n = from.read(buffer)) >= 0; ) {
                total += n;
                if (adler) {
                    sum.update(buffer, 0, n);
                }
            }
        }
        return new Answer(total, adler ? sum.getValue() : total);
    }

    private static Void feed(OutputStream to, byte[] input) throws IOException {
        try (to) {
            to.write(input);
        }
        return null;
    }

    private static Answer pingPong(Workload work) throws Exception {
        Process child =
                new ProcessBuilder(work.child())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        byte[] ball = Workload.ball();
        int exchanges = work.number(0);
        Sum sum = new Sum();
        try (OutputStream to = child.getOutputStream();
                InputStream from = child.getInputStream()) {
            for (int i = 0; i < exchanges; i++) {
                to.write(ball);
                to.flush();
                Workload.require(from.readNBytes(ball, 0, ball.length) == ball.length, work);
                sum.add(ball, 0, ball.length);
            }
        }
        Workload.require(child.waitFor() == 0, work);
        return new Answer(exchanges, sum.value());
    }
}
