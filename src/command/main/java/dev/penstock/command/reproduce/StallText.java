package dev.penstock.command.reproduce;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Paragraph;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Table;
import dev.penstock.diagnosis.stall.SleepingWrite;
import dev.penstock.diagnosis.stall.WriteCount;
import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.TaskIo;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Tells people how a child stalled: a paragraph in plain words, then the facts it rests on. */
final class StallText {

    private final Stalled stalled;
    private final OptionalInt pipeSize;
    private final long self = ProcessHandle.current().pid();

    /**
     * @param pipeSize how large the pipe should be, if that was said
     */
    StallText(Stalled stalled, OptionalInt pipeSize) {
        this.stalled = stalled;
        this.pipeSize = pipeSize;
    }

    void print(PrintStream out, Appearance terminal) {
        Paragraph.wrap(explanation(), terminal.width()).forEach(out::println);
        out.println();
        SleepingWrite writer = stalled.stall().writer();
        Table facts = new Table(Table.Align.LEFT, Table.Align.LEFT);
        facts.row(
                "  write(2) stopped at",
                terminal.bold(Size.grouped(stalled.stall().unread()) + " bytes")
                        + " unread in the pipe");
        stalled.writes().ifPresent(writes -> facts.row("  writes", writes(writes, asked())));
        facts.row("  counted by the kernel", writer.io().map(this::io).text());
        facts.row(
                "  pipe",
                Size.text(stalled.capacity())
                        + " in "
                        + stalled.slots()
                        + " slots of "
                        + Size.text(stalled.pageSize())
                        + rounding()
                        + ", "
                        + stalled.stall().holders().file());
        facts.row("  asleep", task(writer));
        facts.row("  in kernel function", writer.wchan().text());
        facts.row("  in system call", writer.call().map(StallText::call).text());
        facts.row("  write end held by", holders(stalled.stall().holders().writers()));
        facts.row("  read end held by", holders(stalled.stall().holders().readers()));
        int unreadable = stalled.stall().holders().unreadable();
        if (unreadable > 0) {
            facts.row(
                    "",
                    "and perhaps by "
                            + (unreadable == 1 ? "1 process" : unreadable + " processes")
                            + " that may not be looked at");
        }
        facts.row(
                "  the parent waits for",
                "the child's exit, before it reads: penstock plays that parent here");
        facts.print(out, terminal.width());
    }

    private String explanation() {
        SleepingWrite writer = stalled.stall().writer();
        StringBuilder text = new StringBuilder();
        Optional<SleepingWrite.WriteCall> call = writer.call().known();
        text.append(
                writer.pid() == stalled.pid() ? "The child" : "A process that the child started");
        if (call.isPresent() && call.get().count().isPresent()) {
            text.append(" asked to write ").append(bytes(call.get().count().getAsLong()));
            text.append(" to fd ").append(call.get().fd());
        } else {
            text.append(" wants to write");
        }
        text.append("; the pipe has no free slot. ");
        text.append(Size.grouped(stalled.stall().unread()))
                .append(" unread bytes take all ")
                .append(stalled.slots());
        text.append(" slots of ").append(bytes(stalled.pageSize()));
        if (stalled.stall().unread() < stalled.capacity()) {
            text.append(", although the pipe's capacity is ").append(bytes(stalled.capacity()));
            text.append(": a write begins a new slot where the last one cannot take its rest");
        }
        text.append(". So the kernel put it to sleep until somebody reads. ");
        text.append(
                "The parent reads only after the child's exit, and the child cannot exit before"
                        + " somebody");
        text.append(" reads: each waits for the other, for ever.");
        return text.toString();
    }

    /** The kernel makes a pipe of the next power of two, of a page at least. */
    private String rounding() {
        return pipeSize.isEmpty() || pipeSize.getAsInt() == stalled.capacity()
                ? ""
                : " (" + Size.text(pipeSize.getAsInt()) + " asked for)";
    }

    private static String writes(WriteCount writes, OptionalLong asked) {
        return Size.grouped(writes.returned())
                + " returned ("
                + bytes(writes.bytes())
                + "); the next sleeps, "
                + (writes.inside() == 0 ? "none" : Size.grouped(writes.inside()))
                + " of its "
                + (asked.isPresent() ? bytes(asked.getAsLong()) : "bytes")
                + " in";
    }

    /** /proc/PID/io counts every file, and what the pid did before it became this program. */
    private String io(TaskIo io) {
        String text =
                bytes(io.wchar()) + " in " + Size.counted(io.syscw(), "write") + " that returned";
        boolean agrees =
                stalled.writes()
                        .map(
                                writes ->
                                        io.wchar() == writes.bytes()
                                                && io.syscw() == writes.returned())
                        .orElse(false);
        return text + (agrees ? ": agrees" : ", to whatever file");
    }

    private static String call(SleepingWrite.WriteCall call) {
        String count = call.count().isPresent() ? ", " + bytes(call.count().getAsLong()) : "";
        return call.name() + "(fd " + call.fd() + count + ")";
    }

    private static String task(SleepingWrite writer) {
        String thread = writer.tid() == writer.pid() ? "" : ", thread " + writer.tid();
        return "pid " + writer.pid() + thread + ": " + writer.command();
    }

    private String holders(List<PipeHolder> holders) {
        StringBuilder text = new StringBuilder();
        for (PipeHolder holder : holders) {
            text.append(text.isEmpty() ? "" : "; ").append("pid ").append(holder.pid());
            text.append(holder.pid() == self ? " (this penstock)" : "")
                    .append(" fd ")
                    .append(holder.fd());
            text.append(holder.end() == End.BOTH ? " (both ends)" : "");
        }
        return text.isEmpty() ? "nobody that may be looked at" : text.toString();
    }

    private OptionalLong asked() {
        return stalled.stall()
                .writer()
                .call()
                .known()
                .map(SleepingWrite.WriteCall::count)
                .orElse(OptionalLong.empty());
    }

    private static String bytes(long number) {
        return Size.counted(number, "byte");
    }
}
