package migrating;

import dev.penstock.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a command prints, within 30 seconds, and its standard error where it fails. */
public final class FromProcessBuilder {
    private FromProcessBuilder() {}

    public static String before(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        var out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
        var err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new TimeoutException(command.toString());
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + ": " + err.get());
        }
        return out.get().strip();
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String dropIn(List<String> command) throws Exception {
        Process process = new dev.penstock.dropin.ProcessBuilder(command).start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new TimeoutException(command.toString());
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + ": " + read(process.getErrorStream()));
        }
        return read(process.getInputStream()).strip();
    }

    public static String after(List<String> command) throws Exception {
        return Command.of(command).timeout(Duration.ofSeconds(30)).text();
    }
}
