package migrating;

import dev.penstock.process.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;

/** What a command prints, within 30 seconds, and its standard error where it fails. */
public final class FromCommonsExec {
    private FromCommonsExec() {}

    public static String before(List<String> command) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandLine line = new CommandLine(command.get(0));
        for (String argument : command.subList(1, command.size())) {
            line.addArgument(argument, false);
        }
        ExecuteWatchdog watchdog =
                ExecuteWatchdog.builder().setTimeout(Duration.ofSeconds(30)).get();
        DefaultExecutor executor = DefaultExecutor.builder().get();
        executor.setStreamHandler(new PumpStreamHandler(out, err));
        executor.setWatchdog(watchdog);
        try {
            executor.execute(line);
        } catch (ExecuteException e) {
            if (watchdog.killedProcess()) {
                throw new TimeoutException(command.toString());
            }
            throw new IOException(command + ": " + err.toString(StandardCharsets.UTF_8), e);
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    public static String after(List<String> command) throws Exception {
        return Command.of(command).timeout(Duration.ofSeconds(30)).text();
    }
}
