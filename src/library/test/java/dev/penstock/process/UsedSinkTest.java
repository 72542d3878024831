package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.FlowSink;
import dev.penstock.sink.Lines;
import dev.penstock.sink.QueueSink;
import dev.penstock.sink.Sink;
import dev.penstock.sink.Spool;
import dev.penstock.sink.Tee;
import dev.penstock.splice.FileSink;
import dev.penstock.sys.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second child is not started with what has served a first one. */
@Timeout(60)
class UsedSinkTest {
    @TempDir Path directory;

    @Test
    void shouldStartNoChildWithASinkThatHasServedAStream() throws Exception {
        Path started = directory.resolve("started");
        FlowSink<String> unread = FlowSink.ofLines(100);
        List<Sink> sinks =
                List.of(
                        Capture.of(10),
                        Discard.of(),
                        Lines.of(10, line -> {}),
                        QueueSink.ofLines(10, 10),
                        Spool.of(10),
                        Tee.of(Discard.of()),
                        FileSink.of(directory.resolve("out")));
        for (Sink sink : sinks) {
            Command.of("true").stdout(sink).run().orThrow();
            Command second = Command.of("touch", started.toString());
            for (Command command : List.of(second.stdout(sink), second.stderr(sink))) {
                IllegalStateException e = assertThrows(IllegalStateException.class, command::start);
                assertTrue(e.getMessage().contains("has served a stream before"), e.getMessage());
            }
            if (sink instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
        assertFalse(Files.exists(started));
        unread.requireUnused();
    }

    @Test
    void shouldAnswerFalseToASignalAfterTheEndWhateverTheTeardownReaches() throws Exception {
        for (Teardown teardown : List.of(Teardown.DEFAULT, Teardown.DEFAULT.toGroup())) {
            // Lines that nobody takes keep the child from being over, and the second teardown then
            // keeps it from being reaped.
            QueueSink<String> lines = QueueSink.ofLines(10, 1);
            Command command = Command.of("printf", "a\\nb\\nc\\n").stdout(lines);
            try (Child child = command.teardown(teardown).start()) {
                assertEquals(new Exit.Exited(0), child.exit().join());
                assertFalse(child.isDone());
                assertFalse(child.signal(Signal.TERM), teardown.toString());
                assertEquals(
                        List.of("a", "b", "c"), List.of(lines.take(), lines.take(), lines.take()));
            }
        }
    }
}
