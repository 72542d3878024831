package dev.penstock.command.rescue;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Paragraph;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Span;
import dev.penstock.command.text.Table;
import dev.penstock.diagnosis.rescue.Drained;
import dev.penstock.diagnosis.rescue.Growth;
import dev.penstock.diagnosis.rescue.Until;
import dev.penstock.diagnosis.stall.SleepingWrite;
import dev.penstock.diagnosis.stall.SleepingWrite.WriteCall;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.text.LogSafe;
import dev.penstock.text.Suspect;
import dev.penstock.text.SuspectTextException;
import dev.penstock.text.TextPolicy;
import dev.penstock.text.Treatment;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** A rescue as people read it. */
final class RescueText {
    private static final TextPolicy SAFE = TextPolicy.LOG_SAFE.with(Treatment.ESCAPE, Suspect.BOM);

    private final PrintStream out;
    private final Appearance terminal;
    private final PipeStatus status;

    RescueText(PrintStream out, Appearance terminal, PipeStatus status) {
        this.out = out;
        this.terminal = terminal;
        this.status = status;
    }

    /** What it is, and who is there. */
    void status() {
        out.println(
                "%s, fd %s of pid %s: %s unread%s"
                        .formatted(
                                LogSafe.line(status.target().file()),
                                status.target().fd(),
                                status.target().pid(),
                                Size.counted(status.unread(), "byte"),
                                status.capacity() < 0
                                        ? ""
                                        : " of "
                                                + Size.grouped(status.capacity())
                                                + ", "
                                                + Size.counted(status.slots(), "slot")));
        holders("written by", status.writers().writers());
        holders("read by", status.writers().readers());
        if (status.writers().unreadable() > 0) {
            out.println(
                    "  and perhaps by "
                            + Size.grouped(status.writers().unreadable())
                            + (status.writers().unreadable() == 1 ? " process" : " processes")
                            + " that may not be looked at");
        }
        out.println("  stuck       " + stuck(status.stuck()));
    }

    private void holders(String title, List<PipeHolder> holders) {
        String head = "  " + title + " ".repeat(12 - title.length());
        if (holders.isEmpty()) {
            out.println(head + "nobody that may be looked at");
        }
        for (PipeHolder holder : holders) {
            out.println(
                    "%spid %s fd %s  %s"
                            .formatted(
                                    head,
                                    holder.pid(),
                                    holder.fd(),
                                    LogSafe.line(status.writers().command(holder.pid()))));
            head = " ".repeat(head.length());
        }
    }

    private static String stuck(Optional<SleepingWrite> stuck) {
        return stuck.map(
                        write ->
                                "pid "
                                        + write.pid()
                                        + " sleeps in "
                                        + write.call()
                                                .known()
                                                .map(RescueText::call)
                                                .orElse("a write"))
                .orElse("nobody that can be seen is asleep in a write to it");
    }

    private static String call(WriteCall call) {
        return call.name()
                + " to fd "
                + call.fd()
                + (call.count().isPresent()
                        ? ", of " + Size.counted(call.count().getAsLong(), "byte")
                        : "");
    }

    /** What may be done. */
    void advice() {
        String base = "penstock rescue " + status.target().pid() + " " + status.target().fd();
        out.println();
        if (status.stuck().isEmpty() && status.unread() == 0) {
            paragraph(
                    "Nothing can be rescued here: it is empty, and nobody is stuck in a write to it."
                            + " Whoever waits for bytes from it waits for its writers: penstock"
                            + " inspect "
                            + status.target().pid()
                            + " tells for what.");
            return;
        }
        Table table = new Table(Table.Align.LEFT, Table.Align.LEFT);
        table.row("  " + base + " --peek", "shows what is in it; it stays there");
        if (status.capacity() > 0) {
            table.row("  " + base + " --grow 1MiB --yes", "makes room for the writer to go on");
        }
        table.row("  " + base + " --drain FILE --yes", "takes it out, into a file");
        table.print(out, terminal.width());
        out.println();
        paragraph("Without --yes, --grow and --drain only say what they would do.");
    }

    /** What is stuck, with everything visible that would move a cursor. */
    void peeked(byte[] bytes) {
        String text;
        try {
            text = SAFE.apply(bytes, 0, bytes.length, 0);
        } catch (SuspectTextException impossible) {
            throw new AssertionError("a policy that reports nothing", impossible);
        }
        long left = Math.max(0, status.unread() - bytes.length);
        out.println();
        out.println(
                "The first "
                        + Size.counted(bytes.length, "byte")
                        + (left > 0 ? ", of " + Size.grouped(status.unread()) : "")
                        + "; nothing was taken:");
        out.println(text);
    }

    void wouldGrow(long size) {
        out.println();
        if (status.stuck().isEmpty()) {
            paragraph("Nobody is stuck in a write to it: to grow it frees nobody.");
        }
        paragraph(
                ("Would grow the pipe from %s to %s. Nobody loses a byte by it; a writer that has"
                                + " more to write than fits sleeps again.")
                        .formatted(Size.text(status.capacity()), Size.text(size)));
        undone();
    }

    void grown(Growth growth) {
        out.println();
        paragraph(
                "Grew the pipe from "
                        + Size.text(growth.before())
                        + " to "
                        + Size.text(growth.after())
                        + (growth.calls() > 1
                                ? ", twice, since this kernel may leave the writer asleep the first"
                                        + " time (CVE-2023-52672)"
                                : "")
                        + ". "
                        + Size.counted(growth.unreadAfter(), "byte")
                        + " are in it now, "
                        + Size.grouped(growth.unreadBefore())
                        + " were.");
        if (growth.stuck().isPresent()) {
            bad(
                    growth.progressed()
                            ? "The writer went on, filled it, and is stuck again: grow it more, or"
                                    + " drain it. "
                            : "The writer has not moved. ",
                    "Stuck: " + stuck(growth.stuck()) + ".");
        } else {
            good(
                    growth.progressed()
                            ? "The writer went on: nobody is asleep in a write to it any more"
                                    + (growth.returned() > 0
                                            ? ", and "
                                                    + Size.counted(growth.returned(), "call")
                                                    + " returned."
                                            : ".")
                            : "Nobody is stuck in it.");
        }
    }

    /** Before anything is taken. */
    void warning(String to, Until until) {
        out.println();
        out.println(
                terminal.bold(terminal.bad("! The real reader will not see what is drained."))
                        + " If it reads later, it finds a gap,");
        out.println("! and what it makes of the rest is its own affair.");
        paragraph(
                "Drains into "
                        + (to.equals("-") ? "standard output" : LogSafe.line(to))
                        + " until "
                        + (until.unblocked()
                                ? "nobody is blocked in it any more"
                                : "pid "
                                        + status.target().pid()
                                        + " has ended or nobody can write to it any more")
                        + until.time()
                                .map(time -> ", for " + Span.text(time) + " at most")
                                .orElse("")
                        + (until.bytes().isPresent()
                                ? ", "
                                        + Size.counted(until.bytes().getAsLong(), "byte")
                                        + " at most"
                                : "")
                        + ". Meanwhile penstock counts as a reader: if the real ones go away, the"
                        + " writer is not told (EPIPE) before the drain is over.");
    }

    void drained(String to, RescueReport report) {
        Drained drained = report.drained().orElseThrow();
        out.println();
        paragraph(
                "Drained %s into %s in %s; ended: %s."
                        .formatted(
                                Size.counted(drained.stored(), "byte"),
                                to.equals("-") ? "standard output" : LogSafe.line(to),
                                Span.text(drained.time()),
                                drained.why().text()));
        losses(drained);
        if (report.stuck().isPresent()) {
            bad("Still stuck: ", stuck(report.stuck()) + ".");
        } else if (!report.failed()) {
            good("Nobody is stuck in it.");
        }
    }

    private void losses(Drained drained) {
        if (drained.twice() > 0) {
            bad(
                    Size.counted(drained.twice(), "byte") + " twice: ",
                    "another reader got these as well, in between.");
        }
        if (drained.lost() > 0) {
            bad(
                    Size.counted(drained.lost(), "byte") + " lost: ",
                    "another reader came in between just when they could not be stored.");
        }
        if (drained.unsynced() > 0) {
            bad(
                    Size.counted(drained.unsynced(), "byte") + " may not be on the disk: ",
                    "fsync failed.");
        }
        drained.failure()
                .ifPresent(
                        failure ->
                                bad(
                                        "Could not store: ",
                                        LogSafe.line(failure.getMessage())
                                                + ". What was not stored was left where it was."));
    }

    void undone() {
        out.println("Nothing has been done. Add --yes to do it.");
    }

    private void good(String text) {
        out.println(terminal.bold(terminal.good(text)));
    }

    private void bad(String head, String text) {
        out.println(terminal.bold(terminal.bad(head.strip())) + " " + text);
    }

    private void paragraph(String text) {
        Paragraph.wrap(text, terminal.width()).forEach(out::println);
    }
}
