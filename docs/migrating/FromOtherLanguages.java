package migrating;

import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.process.Pipeline;
import dev.penstock.sink.Capture;
import java.time.Duration;
import java.util.List;

/** What Go's os/exec and Python's subprocess do, in their order. */
public final class FromOtherLanguages {
    private FromOtherLanguages() {}

    public static String output(List<String> command) throws Exception {
        return Command.of(command).timeout(Duration.ofSeconds(30)).text();
    }

    public static int code(List<String> command) throws Exception {
        Outcome outcome = Command.of(command).run();
        return outcome.exit().shellCode();
    }

    public static String both(List<String> command) throws Exception {
        Capture both = Capture.of(1 << 20);
        Command.of(command).stdout(both).mergeStderr().run();
        return both.text();
    }

    public static byte[] fed(List<String> command, byte[] input) throws Exception {
        return Command.of(command).stdin(Input.bytes(input)).bytes();
    }

    public static String piped(List<String> first, List<String> second) throws Exception {
        Capture out = Capture.of(1 << 20);
        Pipeline.of(Command.of(first), Command.of(second).stdout(out)).run().orThrow();
        return out.text();
    }

    public static String shell(String script, String argument) throws Exception {
        return Command.shell(script, argument).text();
    }
}
