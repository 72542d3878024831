package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.sink.Capture;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orphans that come to a JVM, as a subreaper or as process 1, stay no zombies. */
@Timeout(60)
@Tag("not-under-qemu") // Starts JVMs of the architecture under test.
class ReapingTest {
    private static final String[] PROCESS_1 = {"unshare", "--pid", "--fork", "--mount-proc"};

    @ParameterizedTest
    @CsvSource({"descendants, false", "descendants, true", "strangers, true"})
    void shouldReapTheOrphans(String whose, boolean processOne) throws Exception {
        if (processOne) {
            Outcome allowed =
                    Command.of("unshare", "--pid", "--fork", "--mount-proc", "true").run();
            Assumptions.assumeTrue(allowed.succeeded(), "no namespace of processes here");
        }
        List<String> words = new ArrayList<>(processOne ? List.of(PROCESS_1) : List.of());
        words.addAll(ChildJvm.command(Parent.class, whose));
        Capture out = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).stdout(out).mergeStderr().run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
        assertTrue(out.text().endsWith("none left\n"), out.text());
    }

    /** The JVM that the orphans come to. */
    static final class Parent {
        private static final int CHILDREN = 80;

        public static void main(String[] arguments) throws Exception {
            boolean strangers = arguments[0].equals("strangers");
            Process jdks = new ProcessBuilder("sh", "-c", "exit 9").start();
            if (strangers) {
                Subreaper.reapStrangers();
            }
            Command held = Command.of("sleep", "1000").teardown(Teardown.DEFAULT.toGroup());
            try (Child zombie = held.start()) {
                // It stays a zombie as long as its group is waited for, and is no stranger's.
                zombie.outcome().cancel(false);
                for (int i = 0; i < CHILDREN; i++) {
                    // They end before, while and after the child does.
                    String script = "sleep 0.0" + i % 10 + " >/dev/null 2>&1 &";
                    Command orphaning = Command.of("sh", "-c", script);
                    (strangers ? orphaning : orphaning.teardown(Teardown.DEFAULT.toDescendants()))
                            .run()
                            .orThrow();
                }
                if (zombie.await().exit() instanceof Exit.Lost lost) {
                    throw new AssertionError(lost);
                }
            }
            Eventually.await("all are reaped", () -> children().isEmpty());
            if (jdks.waitFor() != 9) {
                throw new AssertionError("the JDK's child exited with " + jdks.exitValue());
            }
            System.out.println("none left");
        }

        private static List<Integer> children() throws IOException {
            return ProcFs.open().children((int) ProcessHandle.current().pid());
        }
    }
}
