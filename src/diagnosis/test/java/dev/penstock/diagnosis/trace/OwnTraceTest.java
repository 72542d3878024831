package dev.penstock.diagnosis.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.process.Command;
import dev.penstock.sink.Capture;
import dev.penstock.testing.ChildJvm;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the toolkit writes of its own calls is what its own reader understands. */
class OwnTraceTest {
    private static final int BYTES = 300_000;

    /** A program that runs a child. */
    public static final class Program {
        public static void main(String[] args) throws Exception {
            Capture out = Capture.of(1 << 20);
            Command.of("head", "-c", "" + BYTES, "/dev/zero").stdout(out).run();
            Command.of("false").run();
        }
    }

    @Test
    void shouldReadWhatTheToolkitWrites(@TempDir Path dir) throws Exception {
        Path log = dir.resolve("log");
        List<String> words = ChildJvm.command(Program.class);
        words.add(1, "-Ddev.penstock.trace=" + log);
        Process jvm = new ProcessBuilder(words).inheritIO().start();
        try {
            assertEquals(0, jvm.waitFor());
        } finally {
            jvm.destroyForcibly();
        }
        Trace trace = new Trace(Duration.ofSeconds(10));
        try (InputStream in = Files.newInputStream(log)) {
            trace.read(in);
        }
        TraceReport report = trace.report();
        String text = Files.readString(log);
        assertEquals(0, report.counts().foreign(), text);
        assertEquals(0, report.counts().truncated(), text);
        assertEquals(3, report.counts().processes(), text);
        // The toolkit reads its own environment through another pipe.
        List<TracedPipe> read =
                report.pipes().stream().filter(pipe -> pipe.out() == BYTES).toList();
        assertEquals(1, read.size(), text);
        List<String> held = read.get(0).past().stream().map(OwnTraceTest::text).toList();
        String child = "head -c " + BYTES + " /dev/zero 1 write exit";
        assertEquals(1, held.stream().filter(child::equals).count(), held + "\n" + text);
    }

    private static String text(Descriptor descriptor) {
        return descriptor.command()
                + " "
                + descriptor.fd()
                + " "
                + descriptor.end()
                + " "
                + descriptor.ended();
    }
}
