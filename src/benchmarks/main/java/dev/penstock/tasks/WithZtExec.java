package dev.penstock.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;
import org.zeroturnaround.exec.stream.LogOutputStream;

/** The tasks with zt-exec. */
public final class WithZtExec implements Tasks {

    @Override
    public String capture(Duration limit, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: capture
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProcessResult result =
                new ProcessExecutor(command)
                        .readOutput(true)
                        .redirectError(err)
                        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                        .execute();
        if (result.getExitValue() != 0) {
            throw new IOException(command + ": " + err.toString(UTF_8));
        }
        String text = result.outputUTF8().strip();
        // README: end
        return text;
    }

    @Override
    public void lines(Consumer<String> each, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: lines
        new ProcessExecutor(command)
                .redirectOutput(
                        new LogOutputStream() {
                            @Override
                            protected void processLine(String line) {
                                each.accept(line);
                            }
                        })
                .exitValueNormal()
                .execute();
        // README: end
    }

    @Override
    public byte[] feed(byte[] input, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: feed
        byte[] output =
                new ProcessExecutor(command)
                        .redirectInput(new ByteArrayInputStream(input))
                        .readOutput(true)
                        .exitValueNormal()
                        .execute()
                        .output();
        // README: end
        return output;
    }

    @Override
    public String pipeline(Path packed, String word) throws Exception {
        // README: pipeline
        // It has no pipelines: a shell, whose words must be quoted, and whose code is grep's alone.
        String count =
                new ProcessExecutor("sh", "-c", "zcat \"$0\" | grep -c \"$1\"", packed + "", word)
                        .readOutput(true)
                        .exitValueNormal()
                        .execute()
                        .outputUTF8()
                        .strip();
        // README: end
        return count;
    }

    @Override
    public void killTree(Duration limit, String script) throws Exception {
        // README: killTree
        try {
            new ProcessExecutor("sh", "-c", script)
                    .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .stopper(
                            process -> {
                                process.descendants().forEach(ProcessHandle::destroyForcibly);
                                process.destroyForcibly();
                            })
                    .execute();
        } catch (TimeoutException expected) {
            // The child was stopped; who forked meanwhile lives on.
        }
        // README: end
    }
}
