package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.StreamEnd.How;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Lines;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Children on a terminal of their own, with what such children do: ask, edit, draw, hang up. */
@Timeout(60)
@Tag("not-under-qemu") // qemu-user passes on only the ioctls that it knows.
class TerminalTest {
    private static final Terminal TERMINAL = Terminal.of(80, 24);

    @Test
    void shouldBeTheControllingTerminalOfAllThreeStreams() throws Exception {
        String text =
                Command.of("sh", "-c", "test -t 0 && test -t 1 && test -t 2 && echo yes >/dev/tty")
                        .terminal(TERMINAL)
                        .text();

        assertEquals("yes", text);
    }

    @Test
    void shouldHaveTheSizeThatWasAskedForAndTheOneThatIsSetLater() throws Exception {
        Command sizes =
                Command.of(
                                "bash",
                                "-c",
                                "stty size; trap 'stty size; exit' WINCH; echo ready;"
                                        + " while :; do read -t 1 x; done")
                        .terminal(Terminal.of(132, 43))
                        .stdin(Input.interactive())
                        .stdout(Output.interactive());
        try (Child child = sizes.start();
                Reader out = new Reader(child)) {
            out.until("ready\n");
            child.terminal().resize(100, 50);

            assertTrue(out.until("50 100\n").startsWith("43 132\n"), out.read.toString());
            child.await();
            assertThrows(ClosedChannelException.class, () -> child.terminal().resize(1, 1));
        }
    }

    @Test
    void shouldPrintLineByLineWhatAPipeWouldKeepBack() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Command counts =
                Command.of("python3", "-c", "import time; print('one'); time.sleep(60)")
                        .terminal(TERMINAL)
                        .stdin(Input.interactive())
                        .stdout(Output.sink(Lines.of(1000, lines::add)));
        try (Child child = counts.start()) {
            Eventually.await("the line", () -> lines.contains("one"));
            assertTrue(child.isAlive());
        }
    }

    @Test
    void shouldTypeWhatItIsFedAndEndIt() throws Exception {
        String typed = "first\nsecond\nno end";
        Capture out = Capture.of(1000);
        Outcome outcome =
                Command.of("cat")
                        .terminal(TERMINAL)
                        .stdin(Input.text(typed))
                        .stdout(out)
                        .run()
                        .orThrow();

        assertEquals(typed, out.text());
        assertEquals(How.COMPLETE, outcome.stdin().how());
        assertEquals(typed.length() + 2, outcome.stdin().bytes());
    }

    @Test
    void shouldEndAtOnceWhereNothingIsFed() throws Exception {
        assertEquals("", Command.of("cat").terminal(TERMINAL).text());
    }

    @Test
    void shouldCarryMuchThroughATerminalThatIsSlow() throws Exception {
        String line = "x".repeat(99) + "\n";
        Capture out = Capture.of(1 << 21);
        Outcome outcome =
                Command.of("sh", "-c", "sleep 0.2; exec cat")
                        .terminal(TERMINAL)
                        .stdin(Input.text(line.repeat(5000)))
                        .stdout(out)
                        .run()
                        .orThrow();

        assertEquals(line.repeat(5000), out.text());
        assertEquals(500_000, outcome.stdout().bytes());
    }

    @Test
    void shouldReadAllOfAChildThatEndsWithMuchUnread() throws Exception {
        Capture out = Capture.of(1 << 20);
        Command.of("seq", "20000").terminal(TERMINAL).stdout(out).run().orThrow();

        assertEquals(20_000, out.text().lines().count());
        assertTrue(out.text().endsWith("\n20000\n"));
    }

    @Test
    void shouldCountWhatIsDroppedAndGoOnSplicingPipes() throws Exception {
        Outcome outcome = Command.of("seq", "20000").terminal(TERMINAL).run().orThrow();
        Discard dropped = Discard.of();
        Command.of("seq", "20000").stdout(dropped).run().orThrow();

        assertEquals(dropped.bytes(), outcome.stdout().bytes());
    }

    @Test
    void shouldRefuseALineThatACookedTerminalWouldCut() throws Exception {
        Outcome longest = cat("x".repeat(4095) + "\n");
        Outcome tooLong = cat("x".repeat(4096) + "\n");
        Outcome unfinished = cat("x".repeat(4096));

        assertEquals(4096, longest.stdout().bytes());
        assertEquals(How.FAILED, tooLong.stdin().how());
        assertTrue(tooLong.stdin().failure().orElseThrow().getMessage().contains("4095 bytes"));
        assertEquals(How.FAILED, unfinished.stdin().how());
    }

    private static Outcome cat(String text) throws Exception {
        return Command.of("cat")
                .terminal(TERMINAL)
                .stdin(Input.text(text))
                .timeout(Duration.ofSeconds(1))
                .run();
    }

    @Test
    void shouldPassEachByteThroughARawTerminal() throws Exception {
        byte[] all = new byte[256 * 40];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Capture out = Capture.of(1 << 20);
        Command.of("head", "-c", "" + all.length)
                .terminal(TERMINAL.raw())
                .stdin(Input.bytes(all))
                .stdout(out)
                .run()
                .orThrow();

        org.junit.jupiter.api.Assertions.assertArrayEquals(all, out.bytes());
    }

    @Test
    void shouldRefuseToEndTheInputOfARawTerminal() throws Exception {
        Command cat =
                Command.of("cat")
                        .terminal(TERMINAL.raw())
                        .stdin(Input.interactive())
                        .stdout(Output.interactive());
        try (Child child = cat.start();
                Reader out = new Reader(child)) {
            child.stdin().write(ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)));
            out.until("x");
            IOException refused = assertThrows(IOException.class, child.stdin()::close);

            assertTrue(refused.getMessage().contains("raw"), refused.getMessage());
            assertTrue(child.stdin().isOpen());
            assertFalse(child.terminal().isCooked());
        }
    }

    @Test
    void shouldTakeAPasswordThatIsNotEchoed() throws Exception {
        String asks =
                "import getpass; word = getpass.getpass('Password: ');"
                        + " print('opened' if word == 'sesame' else 'refused')";
        Command python =
                Command.of("python3", "-c", asks)
                        .terminal(TERMINAL.echo())
                        .stdin(Input.interactive())
                        .stdout(Output.interactive());
        try (Child child = python.start();
                Reader out = new Reader(child);
                OutputStream typed = child.stdin().stream()) {
            out.until("Password: ");
            Eventually.await("no echo", () -> !child.terminal().isEchoing());
            typed.write("sesame\n".getBytes(StandardCharsets.UTF_8));
            out.until("opened");

            assertFalse(out.read.toString().contains("sesame"), out.read.toString());
        }
    }

    @Test
    void shouldTalkWithPythonsOwnPrompt() throws Exception {
        Command python =
                Command.of("python3", "-q", "-i")
                        .environment("TERM", "dumb")
                        .terminal(TERMINAL)
                        .stdin(Input.interactive())
                        .stdout(Output.interactive());
        try (Child child = python.start();
                Reader out = new Reader(child)) {
            OutputStream typed = child.stdin().stream();
            out.until(">>> ");
            typed.write("6 * 7\n".getBytes(StandardCharsets.UTF_8));
            out.until("42");
            out.until(">>> ");
            typed.write("exit(3)\n".getBytes(StandardCharsets.UTF_8));

            assertEquals(new Exit.Exited(3), child.await().exit());
        }
    }

    @Test
    void shouldInterruptTheForegroundByItsKey() throws Exception {
        Command sleep =
                Command.of("env", "--default-signal=INT", "sh", "-c", "echo ready; exec sleep 60")
                        .terminal(TERMINAL)
                        .stdin(Input.interactive())
                        .stdout(Output.interactive());
        try (Child child = sleep.start();
                Reader out = new Reader(child)) {
            out.until("ready");
            child.stdin().write(ByteBuffer.wrap(new byte[] {3}));

            assertEquals(new Exit.Killed(Signal.INT, false), child.await().exit());
        }
    }

    @Test
    void shouldShowLessAPageAndQuitIt() throws Exception {
        Command less =
                Command.of("sh", "-c", "seq 1000 | less")
                        .environment("TERM", "vt100")
                        .environment("LESS", "")
                        .terminal(Terminal.of(80, 10))
                        .stdin(Input.interactive())
                        .stdout(Output.interactive());
        try (Child child = less.start();
                Reader out = new Reader(child)) {
            out.until("9");
            out.until(":");
            child.stdin().write(ByteBuffer.wrap("q".getBytes(StandardCharsets.UTF_8)));

            assertEquals(new Exit.Exited(0), child.await().exit());
            assertFalse(out.read.toString().contains("1000"));
        }
    }

    /** The kernel ends the programs of a terminal that nobody is behind any more. */
    @Test
    void shouldHangUpWhenNobodyReadsAnyMore() throws Exception {
        Command yes =
                Command.of("env", "--default-signal=HUP", "yes")
                        .terminal(TERMINAL)
                        .stdin(Input.interactive())
                        .stdout(Output.interactive());
        try (Child child = yes.start()) {
            child.stdout().close();

            Outcome outcome = child.await();
            assertEquals(new Exit.Killed(Signal.HUP, false), outcome.exit());
            assertEquals(How.READER_GONE, outcome.stdin().how());
        }
    }

    @Test
    void shouldNameWhoHoldsTheTerminalAfterTheExit() throws Exception {
        Capture out = Capture.of(1000);
        Outcome outcome =
                Command.of("sh", "-c", "trap '' HUP; sleep 60 & echo $!")
                        .terminal(TERMINAL)
                        .stdout(out)
                        .outputGrace(Duration.ofMillis(300))
                        .run();
        long sleep = Long.parseLong(out.text().strip());
        try {
            assertEquals(How.CUT, outcome.stdout().how());
            assertEquals(sleep, outcome.stdout().holders().get(0).pid());
        } finally {
            ProcessHandle.of(sleep).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void shouldLeaveStandardErrorWhereItWasSent() throws Exception {
        Capture err = Capture.of(1000);
        Capture out = Capture.of(1000);
        Command.of("sh", "-c", "echo out; echo err >&2")
                .terminal(TERMINAL)
                .stdout(out)
                .stderr(err)
                .run()
                .orThrow();

        assertEquals("out\n", out.text());
        assertEquals("err\n", err.text());
    }

    @Test
    void shouldRefuseStreamsThatAreNotOnTheTerminal() {
        Command command = Command.of("true").terminal(TERMINAL);

        assertThrows(IllegalStateException.class, command.stdin(Input.inherit())::run);
        assertThrows(IllegalStateException.class, command.stdout(Output.inherit())::run);
        assertThrows(IllegalArgumentException.class, () -> Terminal.of(0, 24));
    }

    @Test
    void shouldSayThatThereIsNone() throws Exception {
        try (Child child = Command.of("true").start()) {
            assertThrows(IllegalStateException.class, child::terminal);
        }
    }

    /** Reads a child's output and remembers it. */
    private static final class Reader implements AutoCloseable {
        private final InputStream from;
        final StringBuilder read = new StringBuilder();
        private int searched;

        Reader(Child child) {
            from = child.stdout().stream();
        }

        /** Everything up to where this text is met again. */
        String until(String text) throws IOException {
            byte[] chunk = new byte[4096];
            int found;
            while ((found = read.indexOf(text, searched)) < 0) {
                int n = from.read(chunk);
                if (n < 0) {
                    throw new IOException("ended without " + text + ": " + read);
                }
                read.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
            }
            searched = found + text.length();
            return read.substring(0, searched);
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
