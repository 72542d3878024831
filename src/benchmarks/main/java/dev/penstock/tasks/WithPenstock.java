package dev.penstock.tasks;

import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Pipeline;
import dev.penstock.process.Teardown;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Lines;
import dev.penstock.sys.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The tasks with Penstock. */
public final class WithPenstock implements Tasks {

    @Override
    public String capture(Duration limit, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: capture
        String text = Command.of(command).timeout(limit).text();
        // README: end
        return text;
    }

    @Override
    public void lines(Consumer<String> each, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: lines
        Command.of(command).stdout(Lines.of(8192, each)).run().orThrow();
        // README: end
    }

    @Override
    public byte[] feed(byte[] input, String... words) throws Exception {
        List<String> command = List.of(words);
        // README: feed
        byte[] output = Command.of(command).stdin(Input.bytes(input)).bytes();
        // README: end
        return output;
    }

    @Override
    public String pipeline(Path packed, String word) throws Exception {
        // README: pipeline
        Capture out = Capture.of(1 << 16);
        Command zcat = Command.of("zcat", packed.toString());
        Command grep = Command.of("grep", "-c", word).stdout(out);
        Pipeline.of(zcat, grep).run().orThrow();
        String count = out.text().strip();
        // README: end
        return count;
    }

    @Override
    public void killTree(Duration limit, String script) throws Exception {
        // README: killTree
        Teardown tree = Teardown.signal(Signal.TERM).within(Duration.ofSeconds(2)).thenKill();
        Command.of("sh", "-c", script).timeout(limit).teardown(tree.toGroup()).run();
        // README: end
    }
}
