package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.sink.Capture;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a process whose own descriptors 0 to 2 are closed, every new descriptor wants to be one of
 * them.
 */
@Timeout(60)
@Tag("not-under-qemu") // Starts a JVM of the architecture under test, which the host cannot
// execute.
class ClosedStandardStreamsTest {

    @Test
    void shouldRunChildrenWithDescriptors0To2Closed(@TempDir Path dir) throws Exception {
        Path report = dir.resolve("report");
        List<String> jvm =
                ChildJvm.command(WithoutStreams.class, report.toString(), Native.program("echo2"));
        List<String> words =
                Stream.concat(Stream.of("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"), jvm.stream())
                        .toList();
        Outcome outcome = Command.of(words).run();
        assertEquals("in in echo2 exited with 0", Files.readString(report));
        assertEquals(new Exit.Exited(0), outcome.exit());
    }

    /** The JVM without them. */
    static final class WithoutStreams {
        public static void main(String[] arguments) throws Exception {
            Capture out = Capture.of(100);
            Capture err = Capture.of(100);
            Outcome outcome =
                    Command.of(arguments[1]).stdin(Input.text("in")).stdout(out).stderr(err).run();
            System.out.println("this must reach no child and no pipe");
            String text = out.text() + " " + err.text() + " " + outcome;
            Files.writeString(Path.of(arguments[0]), text.replace(arguments[1], "echo2"));
        }
    }
}
