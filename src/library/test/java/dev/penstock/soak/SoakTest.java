package dev.penstock.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Native;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A few seconds of what {@code make soak} does for minutes, each in a JVM of its own: the soak
 * makes its JVM adopt orphans and reap strangers for good.
 */
@Timeout(120)
@Tag("not-under-qemu") // Starts JVMs of the architecture under test.
class SoakTest {
    @Test
    void shouldLeaveNothingBehind() throws Exception {
        requirePassed(ChildJvm.command(Short.class, "5", "1000", "200"));
    }

    @Test
    void shouldLeaveNothingBehindWherePidfdsAreRefused() throws Exception {
        List<String> words = new ArrayList<>(List.of(Native.program("refuse"), "pidfd_open", "--"));
        words.addAll(ChildJvm.command(Short.class, "2", "100", "50"));
        requirePassed(words);
    }

    private static void requirePassed(List<String> jvm) throws Exception {
        Capture out = Capture.of(1 << 16);
        Outcome outcome = Command.of(jvm).stdout(out).mergeStderr().run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
    }

    /** The JVM: seconds, how many spawns, and how many alive at once. */
    static final class Short {
        public static void main(String[] arguments) throws Exception {
            Soak soak = new Soak(System.nanoTime(), System.out);
            long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0]));
            int spawns = Integer.parseInt(arguments[1]);
            System.exit(soak.run(nanos, spawns, Integer.parseInt(arguments[2])) ? 0 : 1);
        }
    }
}
