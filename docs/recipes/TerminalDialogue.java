package recipes;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Output;
import dev.penstock.process.OutputChannel;
import dev.penstock.process.Terminal;
import dev.penstock.text.TextDecoder;
import dev.penstock.text.TextPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dialogue with a program that only talks to a terminal: a line is typed, and a pattern is
 * expected within a time, in bounded memory.
 */
public final class TerminalDialogue implements AutoCloseable {
    private static final int MOST_UNMATCHED = 64 * 1024;

    private final Child child;
    private final OutputStream keys;
    private final OutputChannel screen;
    private final TextDecoder decoder = TextDecoder.of(StandardCharsets.UTF_8, TextPolicy.LOG_SAFE);
    private final ByteBuffer bytes = ByteBuffer.allocate(4096);
    private final StringBuilder unmatched = new StringBuilder();

    TerminalDialogue(Command command) throws IOException {
        child =
                command.terminal(Terminal.of(80, 24))
                        .stdin(Input.interactive())
                        .stdout(Output.interactive())
                        .start();
        keys = child.stdin().stream();
        screen = child.stdout();
    }

    void send(String line) throws IOException {
        keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Drops the text up to the match, and the match. */
    MatchResult expect(Pattern pattern, Duration within) throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        for (; ; ) {
            Matcher matcher = pattern.matcher(unmatched);
            if (matcher.find()) {
                MatchResult match = matcher.toMatchResult();
                unmatched.delete(0, matcher.end());
                return match;
            }
            if (unmatched.length() > MOST_UNMATCHED) {
                throw new IOException("no " + pattern + " in so much text: " + unmatched);
            }
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (!screen.awaitBytes(left)) {
                throw new TimeoutException("no " + pattern + " in time: " + unmatched);
            }
            if (screen.read(bytes) < 0) {
                throw new IOException("it ended without " + pattern + ": " + unmatched);
            }
            decoder.decode(bytes.flip(), unmatched);
            bytes.clear();
        }
    }

    /** Hangs up: a child that is still there gets a SIGHUP, and is ended if that is not enough. */
    @Override
    public void close() throws IOException {
        child.close();
    }

    public static void main(String[] args) throws Exception {
        Pattern prompt = Pattern.compile(">>> ");
        Pattern number = Pattern.compile("(?m)^(\\d+)\n");
        Duration within = Duration.ofSeconds(20);
        Command python = Command.of("python3", "-q", "-i").environment("TERM", "dumb");
        try (TerminalDialogue dialogue = new TerminalDialogue(python)) {
            for (int n = 2; n < 5; n++) {
                dialogue.expect(prompt, within);
                dialogue.send(n + " ** 10");
                System.out.println(n + " ** 10 = " + dialogue.expect(number, within).group(1));
            }
            dialogue.expect(prompt, within);
            dialogue.send("exit(3)");
            System.out.println("python " + dialogue.child.await().exit());
        }
    }
}

// Prints:
// 2 ** 10 = 1024
// 3 ** 10 = 59049
// 4 ** 10 = 1048576
// python exited with 3
