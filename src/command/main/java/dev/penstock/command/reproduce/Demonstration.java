package dev.penstock.command.reproduce;

import dev.penstock.command.reproduce.child.DemoChild;
import dev.penstock.command.reproduce.cure.Trial;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Failure;
import dev.penstock.command.text.Json;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Span;
import dev.penstock.loop.EventLoop;
import java.io.IOException;
import java.io.PrintStream;

/** Stalls the child, then cures it, and shows both. */
final class Demonstration {
    private final DemoChild subject;
    private final PrintStream out;
    private final Appearance terminal;

    Demonstration(DemoChild subject, PrintStream out, Appearance terminal) {
        this.subject = subject;
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Shows each thing when it happens.
     *
     * @return the exit code
     * @throws Failure if the child does not stall, or does not end with a cure
     */
    int runForPeople() throws IOException, InterruptedException {
        try (EventLoop loop = EventLoop.start("penstock reproduce")) {
            Stalled stalled = stall(loop);
            Reproduction found = cured(stalled, loop);
            if (found.trials().size() > 1 || !found.last().outOfTime()) {
                new CureTable(found, terminal).print(out);
            }
            return exitCode(found);
        }
    }

    /** The same in one JSON object at the end. */
    int runForMachines() throws IOException, InterruptedException {
        try (EventLoop loop = EventLoop.start("penstock reproduce")) {
            Stalled stalled = new StallTrigger(subject, (sample, capacity) -> {}).run(loop);
            Reproduction found = cured(stalled, loop);
            Json.print(out, new ReproductionJson(found)::write);
            return exitCode(found);
        }
    }

    private Stalled stall(EventLoop loop) throws IOException {
        out.println(terminal.bold("The child: " + subject.command()));
        if (subject.payload().isEmpty()) {
            out.println(
                    "It must end by itself within "
                            + Span.text(subject.patience())
                            + " (--patience) once somebody reads what it writes.");
        }
        FillView view = new FillView(out, terminal);
        Stalled stalled = new StallTrigger(subject, view).run(loop);
        view.end(stalled.capacity());
        out.println();
        new StallText(stalled, subject.pipeSize()).print(out, terminal);
        out.println();
        out.println(
                "The same child with each cure"
                        + (subject.pipeSize().isPresent()
                                ? ", its pipe of " + Size.text(stalled.capacity()) + " each time:"
                                : ":"));
        out.println();
        out.flush();
        return stalled;
    }

    private Reproduction cured(Stalled stalled, EventLoop loop) throws InterruptedException {
        return new Reproduction(subject, stalled, Trial.ofAll(subject, stalled.after(), loop));
    }

    private int exitCode(Reproduction found) {
        out.flush();
        if (found.last().outOfTime()) {
            throw endless(found);
        }
        return found.well() ? 0 : 1;
    }

    /** If even the first cure saw no end, wrong is what was asked for; if one did, it failed. */
    private Failure endless(Reproduction found) {
        Trial last = found.last();
        return new Failure(
                found.trials().size() == 1 ? Failure.USAGE : 1,
                "reproduce: '"
                        + subject.command().program()
                        + "' did not end within --patience "
                        + Span.text(subject.patience())
                        + ", although "
                        + last.cure().name()
                        + " read the "
                        + Size.counted(last.cured().orElseThrow().bytes(), "byte")
                        + " that it wrote; "
                        + (subject.payload().isEmpty()
                                ? "CMD must end by itself: bound it, or give it a longer --patience"
                                : "give it a longer --patience, or less to write with --bytes"));
    }
}
