package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstChildTest {

    /**
     * Each lambda is a class that the JVM makes at its first use; those of a first child took a
     * cold one longer than all of Penstock's own classes.
     */
    @Test
    @Tag("not-under-qemu") // This kernel cannot start the other machine's JVM.
    void shouldTakeNoLambdas() throws Exception {
        List<String> words = new ArrayList<>(ChildJvm.command(OneChild.class));
        words.add(1, "-Xlog:class+load:stdout");
        Process child =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String log = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, child.waitFor());
            List<String> classes =
                    log.lines().filter(line -> line.contains("dev.penstock.")).toList();
            assertTrue(classes.stream().anyMatch(line -> line.contains("Outcome ")), log);
            assertEquals(
                    List.of(), classes.stream().filter(line -> line.contains("$$Lambda")).toList());
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    static final class OneChild {
        public static void main(String[] args) throws Exception {
            Command.of("/bin/true").run().orThrow();
        }
    }
}
