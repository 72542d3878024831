package dev.penstock.command.reproduce.cure;

import dev.penstock.command.reproduce.child.Subject;
import dev.penstock.command.text.Size;
import dev.penstock.loop.EventLoop;
import dev.penstock.process.Outcome;
import dev.penstock.sink.LineHandler;
import dev.penstock.sink.Lines;
import java.io.IOException;

/** Hands out each line, cut to a longest one, so that no line however long takes more memory. */
final class LinesCure implements Cure {
    private static final int LONGEST = 1024;

    /** Adds up what it is given. The payload is ASCII, one byte a character. */
    private static final class Sum implements LineHandler {
        private long characters;

        @Override
        public void line(String text, long bytesCut) {
            characters += text.length();
        }
    }

    @Override
    public String name() {
        return "Lines";
    }

    @Override
    public String idea() {
        return "line by line, cut at " + Size.grouped(LONGEST) + " bytes";
    }

    @Override
    public Cured run(Subject subject, EventLoop loop) throws IOException, InterruptedException {
        Sum sum = new Sum();
        Lines lines = Lines.ofHandler(LONGEST, sum);
        Metered metered = new Metered(lines);
        Outcome outcome = subject.patientCommand().stdout(metered).run(loop);
        String failure = Cured.failure(outcome, subject.payload(), metered);
        if (failure.isEmpty() && subject.payload().isPresent()) {
            // Each line of the payload, the last one too, has its newline.
            long accounted = sum.characters + lines.bytesCut() + lines.lines();
            failure =
                    accounted == metered.bytes() ? "" : "lines account for " + accounted + " bytes";
        }
        return new Cured(
                outcome,
                metered.bytes(),
                metered.crc(),
                lines.peakBytes(),
                failure,
                Size.grouped(lines.cutLines())
                        + " of "
                        + Size.counted(lines.lines(), "line")
                        + " cut, "
                        + Size.counted(lines.bytesCut(), "byte")
                        + " left out");
    }
}
