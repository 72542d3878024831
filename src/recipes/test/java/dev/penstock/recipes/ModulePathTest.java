package dev.penstock.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a modular program gets: the binding it asks for, and nothing of the inside. */
@Timeout(60)
class ModulePathTest {
    private static final String RECIPE = "recipes.CaptureOutput";

    /** The classes that a JVM with these flags loads while it runs a recipe. */
    private static List<String> loaded(Path directory, String... flags) throws Exception {
        Path log = directory.resolve("classes");
        List<String> words = ModularJvm.command(RECIPE, flags);
        words.add(1, "-Xlog:class+load:file=" + log);
        assertEquals("", errorsOf(words));
        return Files.readAllLines(log);
    }

    private static String errorsOf(List<String> words) throws Exception {
        Capture err = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).stderr(err).timeout(Duration.ofSeconds(50)).run();
        assertTrue(outcome.succeeded(), () -> outcome + "\n" + err.text());
        return err.text();
    }

    private static boolean has(List<String> loaded, String type) {
        return loaded.stream().anyMatch(line -> line.contains(type + " "));
    }

    /** Nothing requires the module with jnr: it is there as the provider of a service. */
    @Test
    void shouldBindThroughJnrPosixAndJniUnasked(@TempDir Path directory) throws Exception {
        List<String> loaded = loaded(directory);
        assertTrue(has(loaded, "dev.penstock.internal.sys.ComposedLibc"));
        assertTrue(has(loaded, "jnr.posix.BaseNativePOSIX"));
    }

    @Test
    void shouldBindThroughJniAloneWhereThatIsAskedFor(@TempDir Path directory) throws Exception {
        List<String> loaded = loaded(directory, "-Ddev.penstock.binding=jni");
        assertTrue(has(loaded, "dev.penstock.internal.sys.JniLibc"));
        assertFalse(has(loaded, "dev.penstock.jnr.JnrLibc"));
    }

    @Test
    void shouldBindThroughJnrWhereThatIsAskedFor(@TempDir Path directory) throws Exception {
        List<String> loaded = loaded(directory, "-Ddev.penstock.binding=jnr");
        assertTrue(has(loaded, "dev.penstock.jnr.JnrLibc"));
        assertTrue(has(loaded, "jnr.posix.BaseNativePOSIX"));
        assertFalse(has(loaded, "dev.penstock.internal.sys.ComposedLibc"));
    }

    @Test
    void shouldRunWhereNativeAccessIsDeniedToOthers(@TempDir Path directory) throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "JDKs before 24 know no such denial");
        Path classes = directory.resolve("classes");
        for (String flag :
                List.of(
                        "-Xlog:class+load:file=" + classes,
                        "-Ddev.penstock.binding=jni",
                        "-Ddev.penstock.binding=jnr",
                        "-Ddev.penstock.binding=ffm")) {
            List<String> words = ModularJvm.command(RECIPE, "--illegal-native-access=deny", flag);
            assertEquals("", errorsOf(words), flag);
        }
        // Neither half of the default was denied.
        assertTrue(has(Files.readAllLines(classes), "dev.penstock.internal.sys.ComposedLibc"));
    }

    @Test
    void shouldTakeTheHalfThatIsNotDenied(@TempDir Path directory) throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "JDKs before 24 know no such denial");
        assertTrue(has(allowedTo("dev.penstock", directory), "dev.penstock.internal.sys.JniLibc"));
        List<String> loaded = allowedTo("org.jnrproject.jffi", directory);
        assertTrue(has(loaded, "dev.penstock.jnr.JnrLibc"));
        assertFalse(has(loaded, "dev.penstock.internal.sys.ComposedLibc"));
    }

    /** The classes that a JVM loads in which this module alone may call native code. */
    private static List<String> allowedTo(String module, Path directory) throws Exception {
        Path log = directory.resolve(module);
        List<String> words =
                ModularJvm.command(
                        RECIPE, "--illegal-native-access=deny", "-Xlog:class+load:file=" + log);
        words.removeIf(word -> word.startsWith("--enable-native-access="));
        words.add(1, "--enable-native-access=" + module);
        assertEquals("", errorsOf(words));
        return Files.readAllLines(log);
    }
}
