package dev.penstock.scenario;

import java.io.IOException;
import java.util.List;

/** A round that is a whole process, from its start to its exit. */
final class Whole {
    private Whole() {}

    static Round run(Contender contender, List<String> command)
            throws IOException, InterruptedException {
        long cpu = ProcessClock.ofEndedChildren();
        long begun = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int code = process.waitFor();
        long took = System.nanoTime() - begun;
        if (code != 0) {
            throw new IOException(contender.name() + " ended with " + code);
        }
        return new Round(
                took, 1, 0, ProcessClock.ofEndedChildren() - cpu, Round.UNKNOWN, Round.UNKNOWN);
    }
}
