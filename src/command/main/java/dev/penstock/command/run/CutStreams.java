package dev.penstock.command.run;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** Both streams pass through, with long lines cut and the cuts told at the end. */
final class CutStreams implements Streams {
    /** What a slow reader of ours gets of the last bytes, once the child's time is up. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final CutStream stdout;
    private final CutStream stderr;
    private final long longest;

    CutStreams(long longest, PrintStream out, PrintStream err) {
        this.longest = longest;
        this.stdout = new CutStream("stdout", longest, out);
        this.stderr = new CutStream("stderr", longest, err);
    }

    @Override
    public Command connect(Command command) {
        return command.stdout(stdout.sink()).stderr(stderr.sink());
    }

    @Override
    public void finish(Outcome outcome, PrintStream err) throws IOException, InterruptedException {
        if (outcome.timedOut()) {
            awaitLastWords("stdout", stdout, err);
            awaitLastWords("stderr", stderr, err);
        } else {
            stdout.await();
            stderr.await();
        }
        long lines = stdout.cutLines() + stderr.cutLines();
        if (lines > 0) {
            err.println(
                    "penstock: "
                            + (lines == 1 ? "1 line" : lines + " lines")
                            + " of more than "
                            + longest
                            + " bytes cut: "
                            + stdout.cutLines()
                            + " on stdout, "
                            + stderr.cutLines()
                            + " on stderr; "
                            + (stdout.cutBytes() + stderr.cutBytes())
                            + " bytes left out");
        }
    }

    private static void awaitLastWords(String name, CutStream stream, PrintStream err)
            throws IOException, InterruptedException {
        if (!stream.await(LAST_WORDS)) {
            err.println(
                    "penstock: " + name + ": its reader takes no more; the last bytes are lost");
        }
    }
}
