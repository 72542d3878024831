package dev.penstock.command.reproduce;

import dev.penstock.command.reproduce.child.Payload;
import dev.penstock.command.reproduce.cure.CureResult;
import dev.penstock.command.reproduce.cure.Trial;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Paragraph;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Span;
import dev.penstock.command.text.Table;
import dev.penstock.process.Outcome;
import java.io.PrintStream;
import java.util.List;

/** Shows what came of each cure. */
final class CureTable {
    private static final String INDENT = "    ";

    private final Reproduction found;
    private final Appearance terminal;

    CureTable(Reproduction found, Appearance terminal) {
        this.found = found;
        this.terminal = terminal;
    }

    void print(PrintStream out) {
        Table table =
                new Table(
                        Table.Align.LEFT,
                        Table.Align.LEFT,
                        Table.Align.RIGHT,
                        Table.Align.LEFT,
                        Table.Align.RIGHT,
                        Table.Align.RIGHT);
        table.row("cure", "outcome", "bytes", "CRC32C", "wall", "held");
        found.trials().forEach(trial -> row(table, trial));
        List<String> lines = table.lines();
        out.println(terminal.bold(lines.get(0)));
        for (int i = 1; i < lines.size(); i++) {
            out.println(lines.get(i));
            Paragraph.wrap(remark(found.trials().get(i - 1)), terminal.width() - INDENT.length())
                    .forEach(line -> out.println(INDENT + line));
        }
        out.println();
        Paragraph.wrap(
                        "held: the most bytes that the cure kept in memory. The pipe itself"
                                + " is the kernel's: "
                                + Size.text(found.stalled().capacity())
                                + ".",
                        terminal.width())
                .forEach(out::println);
    }

    private void row(Table table, Trial trial) {
        String outcome =
                trial.well()
                        ? terminal.good(outcome(trial.cured().orElseThrow().outcome()))
                        : terminal.bad("FAILED");
        table.row(
                trial.cure().name(),
                outcome,
                trial.cured().map(cured -> Size.grouped(cured.bytes())).orElse("-"),
                trial.cured().map(this::checksum).orElse("-"),
                Span.text(trial.wall()),
                trial.cured().map(cured -> Size.text(cured.held())).orElse("-"));
    }

    private String remark(Trial trial) {
        return (trial.well() ? "" : trial.failure() + "; ")
                + trial.cure().idea()
                + trial.cured().map(cured -> "; " + cured.remark()).orElse("");
    }

    private static String outcome(Outcome outcome) {
        return outcome.timedOut() ? "ended, " + outcome.exit() : outcome.exit().toString();
    }

    private String checksum(CureResult cured) {
        String crc = String.format("%08x", cured.crc());
        if (found.subject().payload().isEmpty()) {
            return crc;
        }
        Payload payload = found.subject().payload().get();
        if (cured.crc() == payload.crc() && cured.bytes() == payload.bytes()) {
            return crc + " =";
        }
        return cured.bytes() < payload.bytes() ? crc + " part" : crc + " DIFFERS";
    }
}
