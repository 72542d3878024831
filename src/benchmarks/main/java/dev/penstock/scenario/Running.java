package dev.penstock.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A contender's process, which runs a round when it is told to. */
final class Running implements AutoCloseable {
    private static final long LOOK_MILLIS = 25;

    private final Contender contender;
    private final Process process;
    private final OutputStream tell;
    private final BufferedReader answers;
    private final Path proc;

    Running(Contender contender, List<String> command) throws IOException {
        this.contender = contender;
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        tell = process.getOutputStream();
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        proc = Path.of("/proc", Long.toString(process.pid()));
    }

    Round round() throws IOException, InterruptedException {
        return round("\n");
    }

    /** A round whose check is made of the bytes that arrived. */
    Round sum() throws IOException, InterruptedException {
        return round("sum\n");
    }

    private Round round(String line) throws IOException, InterruptedException {
        long cpu = ProcessClock.of(process.pid());
        AtomicBoolean over = new AtomicBoolean();
        int[] threads = new int[1];
        Thread watch = new Thread(() -> watch(over, threads), "watch");
        watch.start();
        String answer;
        try {
            tell.write(line.getBytes(StandardCharsets.US_ASCII));
            tell.flush();
            answer = answers.readLine();
        } finally {
            over.set(true);
            watch.join();
        }
        if (answer == null) {
            throw new IOException(contender.name() + " ended with " + process.waitFor());
        }
        String[] words = answer.split(" ");
        return new Round(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                ProcessClock.of(process.pid()) - cpu,
                threads[0],
                status("VmHWM:") * 1024);
    }

    private void watch(AtomicBoolean over, int[] threads) {
        try {
            while (!over.get()) {
                threads[0] = Math.max(threads[0], (int) status("Threads:"));
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException | InterruptedException gone) {
            // The round itself tells that its process has ended.
            return;
        }
    }

    private long status(String field) throws IOException {
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.substring(field.length()).replace("kB", "").strip());
            }
        }
        throw new IOException("no " + field + " in " + proc.resolve("status"));
    }

    @Override
    public void close() throws IOException {
        tell.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
