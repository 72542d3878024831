package dev.penstock.command.reproduce;

import dev.penstock.command.inspect.InspectionText;
import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Corpus;
import dev.penstock.command.reproduce.scenario.Staged;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Failure;
import dev.penstock.command.text.Paragraph;
import dev.penstock.command.text.Span;
import dev.penstock.command.text.Table;
import dev.penstock.command.text.Table.Align;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Inspector;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code penstock reproduce SCENARIO}: a program of the corpus, and what is said of it. */
final class ScenarioRun {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Case about;
    private final PrintStream out;
    private final Appearance terminal;

    ScenarioRun(Case about, PrintStream out, Appearance terminal) {
        this.about = about;
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Runs it, and ends it.
     *
     * @param hold how long it stays when all has been said
     * @return 0 if what was said is right
     */
    int run(Duration hold) throws IOException, InterruptedException {
        Optional<String> missing = about.missing();
        if (missing.isPresent()) {
            throw new Failure(Failure.USAGE, "reproduce: " + about.name() + ": " + missing.get());
        }
        introduce();
        Thread hook = null;
        try (Staged staged = Staged.start(about, List.of())) {
            hook = new Thread(() -> end(staged), "penstock ends its scenario");
            Runtime.getRuntime().addShutdownHook(hook);
            staged.awaitStanding(LONGEST);
            cast(staged);
            int pid = staged.pid(about.asked());
            out.println(terminal.bold("$ penstock inspect " + pid));
            Inspection inspection =
                    new Inspector(ProcFs.open(), LOOK).inspect(process -> process.pid() == pid);
            new InspectionText(inspection, terminal).print(out);
            boolean right = about.verdicts().contains(inspection.verdict().text());
            conclude(right);
            if (!hold.isZero()) {
                out.println();
                out.println("It stays for " + Span.text(hold) + ", to be looked at.");
                out.flush();
                Thread.sleep(hold.toMillis());
            }
            return right ? 0 : 1;
        } finally {
            remove(hook);
        }
    }

    private void introduce() throws IOException {
        wrapped(terminal.bold(about.name() + ":") + " " + about.why());
        out.println();
        Optional<String> program = Corpus.program(about);
        if (program.isPresent()) {
            for (String line : program.get().split("\n")) {
                out.println(("    " + line).stripTrailing());
            }
            out.println();
        }
        out.flush();
    }

    private void cast(Staged staged) throws IOException {
        ProcFs proc = ProcFs.open();
        Table table = new Table(Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT);
        staged.roles()
                .forEach(
                        (role, pid) ->
                                table.row(
                                        "  " + role,
                                        "pid " + pid,
                                        staged.does(role).orElse(""),
                                        proc.command(pid)));
        table.print(out, terminal.width());
        out.println();
        out.flush();
    }

    private void conclude(boolean right) {
        out.println();
        String expected = String.join(" or ", about.verdicts());
        out.println(
                right
                        ? terminal.good("That is right: " + expected + ".")
                        : terminal.bad("That is wrong: it should be " + expected + "."));
        if (!about.cure().isEmpty()) {
            wrapped("Cure: " + about.cure());
        }
        out.flush();
    }

    private void wrapped(String text) {
        Paragraph.wrap(text, terminal.width()).forEach(out::println);
    }

    private void end(Staged staged) {
        try {
            staged.close();
        } catch (IOException e) {
            System.err.println("penstock: " + about.name() + ": " + e.getMessage());
        }
    }

    private static void remove(Thread hook) {
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException shuttingDown) {
            // it runs already, and ends what we have ended
        }
    }
}
