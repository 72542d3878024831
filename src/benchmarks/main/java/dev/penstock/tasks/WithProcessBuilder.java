package dev.penstock.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The tasks with the JDK alone, without its traps: a thread for each stream but one. */
public final class WithProcessBuilder implements Tasks {

    private static byte[] read(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, byte[] bytes) {
        try (out) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String capture(Duration limit, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: capture
        Process process = new ProcessBuilder(command).start();
        var out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
        var err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly(); // and a grandchild may hold the streams for ever
            throw new TimeoutException(command + " took longer than " + limit);
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + ": " + new String(err.join(), UTF_8));
        }
        String text = new String(out.join(), UTF_8).strip();
        // README: end
        return text;
    }

    @Override
    public void lines(Consumer<String> each, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: lines
        Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        try (BufferedReader reader = process.inputReader()) {
            for (String line; (line = reader.readLine()) != null; ) {
                each.accept(line); // of any length
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException(command + " exited with " + process.exitValue());
        }
        // README: end
    }

    @Override
    public byte[] feed(byte[] input, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: feed
        Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        var fed = CompletableFuture.runAsync(() -> write(process.getOutputStream(), input));
        byte[] output = process.getInputStream().readAllBytes();
        fed.join();
        if (process.waitFor() != 0) {
            throw new IOException(command + " exited with " + process.exitValue());
        }
        // README: end
        return output;
    }

    @Override
    public String pipeline(Path packed, String word) throws Exception {
        // README: pipeline
        List<Process> both =
                ProcessBuilder.startPipeline(
                        List.of(
                                new ProcessBuilder("zcat", packed.toString())
                                        .redirectError(Redirect.DISCARD),
                                new ProcessBuilder("grep", "-c", word)
                                        .redirectError(Redirect.DISCARD)));
        String count = new String(both.get(1).getInputStream().readAllBytes(), UTF_8).strip();
        for (Process process : both) {
            if (process.waitFor() != 0) {
                throw new IOException("exited with " + process.exitValue());
            }
        }
        // README: end
        return count;
    }

    @Override
    public void killTree(Duration limit, String script) throws Exception {
        // README: killTree
        Process process =
                new ProcessBuilder("sh", "-c", script)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            List<ProcessHandle> tree = process.descendants().toList(); // who forks now is missed
            process.destroy();
            tree.forEach(ProcessHandle::destroy);
            process.waitFor(2, TimeUnit.SECONDS);
            process.destroyForcibly();
            tree.forEach(ProcessHandle::destroyForcibly);
        }
        // README: end
    }
}
