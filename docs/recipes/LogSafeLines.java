package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Lines;
import dev.penstock.text.LineFormat;
import dev.penstock.text.Suspect;
import dev.penstock.text.TextPolicy;
import dev.penstock.text.Treatment;

/**
 * Lines for a log that nobody can forge, whatever the child writes: what would clear the screen,
 * hide a word or look like a line of its own is written out. A line with a NUL is not handed out at
 * all, but to a handler. What each policy makes of which bytes stands in docs/text.md.
 */
public final class LogSafeLines {
    public static void main(String[] args) throws Exception {
        LineFormat format =
                LineFormat.of(8192)
                        .policy(TextPolicy.LOG_SAFE.with(Treatment.REJECT, Suspect.NUL))
                        .onReject((line, why) -> System.out.println("rejected for " + why));
        Lines lines = Lines.of(format, line -> System.out.println("log: " + line));
        String script =
                "printf 'user root\\033[2K\\rall is well\\n';" // ESC and CR rewrite the line
                        + "printf 'caf\\351\\n';" // Latin-1, not UTF-8
                        + "printf 'file.exe\\000.txt\\n';" // C sees another name
                        + "printf 'ok\\013ERROR forged\\n'"; // VT ends a line for some readers
        Command.of("sh", "-c", script).stdout(lines).run().orThrow();
        System.out.println(lines.lineCounts().text().total() + " suspects");
    }
}

// Prints:
// log: user root\x1b[2K\x0dall is well
// log: caf\xe9
// rejected for NUL
// log: ok\x0bERROR forged
// 5 suspects
