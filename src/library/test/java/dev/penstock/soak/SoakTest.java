package dev.penstock.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Native;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few seconds of what {@code make soak} does for minutes. */
@Timeout(120)
class SoakTest {
    @Test
    void shouldLeaveNothingBehind() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Soak soak =
                new Soak(System.nanoTime(), new PrintStream(text, true, StandardCharsets.UTF_8));
        boolean passed = soak.run(TimeUnit.SECONDS.toNanos(5), 1000, 200);
        String told = text.toString(StandardCharsets.UTF_8);
        assertEquals(null, soak.failure(), told);
        assertTrue(passed, told);
    }

    @Test
    @Tag("not-under-qemu") // Starts a JVM of the architecture under test.
    void shouldLeaveNothingBehindWherePidfdsAreRefused() throws Exception {
        List<String> words = new ArrayList<>(List.of(Native.program("refuse"), "pidfd_open", "--"));
        words.addAll(ChildJvm.command(WithoutPidfds.class));
        Capture out = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).stdout(out).mergeStderr().run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
    }

    /** The JVM under the filter. */
    static final class WithoutPidfds {
        public static void main(String[] arguments) throws Exception {
            Soak soak = new Soak(System.nanoTime(), System.out);
            System.exit(soak.run(TimeUnit.SECONDS.toNanos(2), 100, 50) ? 0 : 1);
        }
    }
}
