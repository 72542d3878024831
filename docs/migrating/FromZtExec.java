package migrating;

import dev.penstock.process.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;

/** What a command prints, within 30 seconds, and its standard error where it fails. */
public final class FromZtExec {
    private FromZtExec() {}

    public static String before(List<String> command) throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProcessResult result =
                new ProcessExecutor(command)
                        .readOutput(true)
                        .redirectError(err)
                        .timeout(30, TimeUnit.SECONDS)
                        .execute();
        if (result.getExitValue() != 0) {
            throw new IOException(command + ": " + err.toString(StandardCharsets.UTF_8));
        }
        return result.outputUTF8().strip();
    }

    public static String after(List<String> command) throws Exception {
        return Command.of(command).timeout(Duration.ofSeconds(30)).text();
    }
}
