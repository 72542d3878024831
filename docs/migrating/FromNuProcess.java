package migrating;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import dev.penstock.process.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a command prints, within 30 seconds, and its standard error where it fails. */
public final class FromNuProcess {
    private FromNuProcess() {}

    public static String before(List<String> command) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        NuProcessBuilder builder = new NuProcessBuilder(command);
        builder.setProcessListener(
                new NuAbstractProcessHandler() {
                    @Override
                    public void onStdout(ByteBuffer bytes, boolean closed) {
                        take(bytes, out);
                    }

                    @Override
                    public void onStderr(ByteBuffer bytes, boolean closed) {
                        take(bytes, err);
                    }
                });
        NuProcess process = builder.start();
        int code = process.waitFor(30, TimeUnit.SECONDS);
        if (process.isRunning()) {
            process.destroy(true);
            throw new TimeoutException(command.toString());
        }
        if (code != 0) {
            throw new IOException(command + ": " + err.toString(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static void take(ByteBuffer bytes, ByteArrayOutputStream to) {
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        to.writeBytes(chunk);
    }

    public static String after(List<String> command) throws Exception {
        return Command.of(command).timeout(Duration.ofSeconds(30)).text();
    }
}
