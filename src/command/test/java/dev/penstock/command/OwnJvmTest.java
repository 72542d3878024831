package dev.penstock.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a JVM of its own shows: its real exit code, its streams, signals. */
@Timeout(60)
class OwnJvmTest {
    @TempDir Path folder;

    @Test
    void shouldEndQuietlyWhenNobodyReads() throws Exception {
        Process jvm = start("reproduce");
        try {
            jvm.getInputStream().close();

            assertEquals(0, jvm.waitFor());
            assertEquals("", Files.readString(errors()));
        } finally {
            end(jvm);
        }
    }

    @Test
    void shouldSayThatTheDiskIsFull() throws Exception {
        Process jvm = builder("limits").redirectOutput(new File("/dev/full")).start();
        try {
            assertEquals(2, jvm.waitFor());
            assertTrue(
                    Files.readString(errors()).startsWith("penstock: "),
                    Files.readString(errors()));
        } finally {
            end(jvm);
        }
    }

    @Test
    void shouldRefuseABindingThatThereIsNot() throws Exception {
        assertEquals(
                "penstock: -Ddev.penstock.binding: neither jni nor jnr nor ffm nor a path: JNA\n",
                errorsWith("-Ddev.penstock.binding=JNA"));
        String missing = errorsWith("-Ddev.penstock.binding=/no/such/library.so");
        assertTrue(
                missing.startsWith(
                        "penstock: native code cannot be loaded:"
                                + " -Ddev.penstock.binding=/no/such/library.so: "),
                missing);
    }

    private String errorsWith(String flag) throws Exception {
        List<String> words = ChildJvm.command(Penstock.class, "limits");
        words.add(1, flag);
        Process jvm = new ProcessBuilder(words).redirectError(errors().toFile()).start();
        try {
            assertEquals(2, jvm.waitFor());
            return Files.readString(errors());
        } finally {
            end(jvm);
        }
    }

    @Test
    void shouldTraceOnlyWhenAsked() throws Exception {
        ProcessBuilder quiet = builder("run", "--", "true");
        ProcessBuilder debug = builder("run", "--", "true");
        debug.environment().put("PENSTOCK_DEBUG", "1");

        assertFalse(errorsOf(quiet).contains("\tat "));
        assertTrue(errorsOf(debug).contains("\tat dev.penstock"));
    }

    private String errorsOf(ProcessBuilder builder) throws Exception {
        Process jvm = builder.start();
        try {
            assertEquals(2, jvm.waitFor());
            return Files.readString(errors());
        } finally {
            end(jvm);
        }
    }

    private Process start(String... args) throws IOException {
        return builder(args).start();
    }

    private ProcessBuilder builder(String... args) {
        List<String> words = ChildJvm.command(Penstock.class, args);
        return new ProcessBuilder(words).redirectError(errors().toFile());
    }

    private Path errors() {
        return folder.resolve("errors");
    }

    private static void end(Process jvm) throws InterruptedException, IOException {
        jvm.destroyForcibly().waitFor();
        jvm.getInputStream().close();
        jvm.getOutputStream().close();
    }
}
