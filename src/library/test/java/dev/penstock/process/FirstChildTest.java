package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

    /** No class of the library is left unusable by a first call that could not be bound. */
    @Test
    @Tag("not-under-qemu") // This kernel cannot start the other machine's JVM.
    void shouldStartOnceTheLibraryCanBeUnpacked(@TempDir Path directory) throws Exception {
        Path later = directory.resolve("later");
        List<String> words = new ArrayList<>(ChildJvm.command(Twice.class, later.toString()));
        words.addAll(1, List.of("-Ddev.penstock.binding=jni", "-Djava.io.tmpdir=" + later));
        Process child =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, child.waitFor());
            assertTrue(told.startsWith("-Ddev.penstock.binding=jni: "), told);
            assertTrue(told.endsWith("\nexited with 0"), told);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    static final class Twice {
        public static void main(String[] args) throws Exception {
            try {
                Command.of("/bin/true").run();
            } catch (LinkageError e) {
                System.out.print(e.getMessage());
            }
            Files.createDirectory(Path.of(args[0]));
            System.out.print("\n" + Command.of("/bin/true").run().exit());
        }
    }

    static final class OneChild {
        public static void main(String[] args) throws Exception {
            Command.of("/bin/true").run().orThrow();
        }
    }
}
