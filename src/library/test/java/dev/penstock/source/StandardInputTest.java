package dev.penstock.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child that is fed from the JVM's standard input takes what is typed while it runs, no more. */
@Timeout(60)
@Tag("not-under-qemu") // Starts JVMs of the architecture under test.
class StandardInputTest {

    private static Command jvm(Class<?> main, String... arguments) {
        return Command.of(ChildJvm.command(main, arguments));
    }

    @Test
    void shouldLeaveTheNextLineToTheJvm() throws Exception {
        Capture out = Capture.of(1 << 12);
        Capture err = Capture.of(1 << 12);
        Command command = jvm(Asking.class).stdin(Input.interactive()).stdout(out).stderr(err);
        try (Child asking = command.start()) {
            asking.stdin().write(StandardCharsets.US_ASCII.encode("one\n"));
            Eventually.await(
                    "the child's line",
                    () -> out.text().contains("child: one\n") || asking.outcome().isDone());
            asking.stdin().write(StandardCharsets.US_ASCII.encode("two\n"));
            Eventually.await(
                    "the JVM's line",
                    () -> out.text().contains("JVM: two\n") || asking.outcome().isDone());
            asking.stdin().write(StandardCharsets.US_ASCII.encode("three\nfour\n"));
            Eventually.await(
                    "the second child's end",
                    () -> out.text().contains("5 left\n") || asking.outcome().isDone());
            asking.stdin().close();
            Outcome outcome = asking.await();
            assertTrue(outcome.succeeded(), outcome + "\n" + err.text());
        }
        assertEquals(
                "child: one\n, 0 left\nJVM: two\nchild: three\n, 5 left\nJVM: null\n", out.text());
    }

    /** Has a child read a line of standard input, and reads one itself; twice. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) throws Exception {
            BufferedReader own = new BufferedReader(new InputStreamReader(System.in), 1);
            // The second time unbuffered: what is the JVM's must not be in its buffer.
            for (InputStream stream : List.of(System.in, new FileInputStream(FileDescriptor.in))) {
                Capture out = Capture.of(100);
                BlockingStream source = BlockingStream.of(stream);
                // A shell reads no further than the line's end.
                Outcome outcome =
                        Command.of("sh", "-c", "read line; echo $line")
                                .stdin(Input.source(source))
                                .stdout(out)
                                .run()
                                .orThrow();
                Eventually.await("the end of the thread", () -> !source.isReading());
                assertEquals(0, source.unused());
                System.out.print("child: " + out.text());
                System.out.println(", " + outcome.stdin().leftUnread() + " left");
                System.out.println("JVM: " + own.readLine());
            }
        }
    }

    @Test
    void shouldGiveAllOfWhateverStandardInputIs(@TempDir Path dir) throws Exception {
        String text = "0123456789abcdef".repeat(40_000);
        Path file = Files.writeString(dir.resolve("file"), text);
        for (Input input :
                List.of(Input.text(text), Input.file(file), Input.nothing(), Input.text(""))) {
            Capture out = Capture.of(1 << 20);
            Outcome outcome = jvm(Passing.class).stdin(input).stdout(out).run();
            assertTrue(outcome.succeeded(), outcome.toString());
            boolean none = input.equals(Input.nothing()) || outcome.stdin().bytes() == 0;
            if (!none || out.total() > 0) {
                assertEquals(text, out.text());
            }
        }
    }

    /** Passes its standard input through a child. */
    static final class Passing {
        private Passing() {}

        public static void main(String[] arguments) throws Exception {
            Capture out = Capture.of(1 << 20);
            Command.of("cat").stdin(Input.stream(System.in)).stdout(out).run().orThrow();
            System.out.write(out.bytes());
            System.out.flush();
        }
    }

    @Test
    void shouldTakeOnlyWhatReadsDescriptorZero() throws Exception {
        InputStream before = System.in;
        InputStream bytes = new ByteArrayInputStream(new byte[0]);
        try {
            System.setIn(bytes);
            assertNull(StandardInput.of(bytes));
        } finally {
            System.setIn(before);
        }
        try (InputStream other = new FileInputStream("/dev/null")) {
            assertNull(StandardInput.of(other));
        }
        assertFalse(StandardInput.of(new FileInputStream(FileDescriptor.in)) == null);
    }
}
