package dev.penstock.command.reproduce;

import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Corpus;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.text.Json;
import dev.penstock.command.text.Paragraph;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code penstock reproduce --list}. */
final class ScenarioList {
    private static final String INDENT = "    ";

    private final PrintStream out;
    private final Appearance terminal;

    ScenarioList(PrintStream out, Appearance terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Those that hang first; then what cannot be run here, and why. */
    void print() throws IOException {
        List<Case> cases = Corpus.cases();
        out.println("These hang:");
        out.println();
        print(cases, true);
        out.println("These only look as if:");
        out.println();
        print(cases, false);
        Set<String> missing = new LinkedHashSet<>();
        for (Case about : cases) {
            about.missing().ifPresent(why -> missing.add(about.name() + ": " + why));
        }
        if (!missing.isEmpty()) {
            out.println("Not to be run here:");
            missing.forEach(line -> out.println("  " + line));
        }
    }

    /** One object; a case that cannot be run here says why. */
    void printForMachines() throws IOException {
        List<Case> cases = Corpus.cases();
        Json.print(
                out,
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("scenarios");
                    for (Case about : cases) {
                        json.writeStartObject();
                        json.writeStringField("name", about.name());
                        json.writeStringField("scenario", about.scenario());
                        json.writeBooleanField("hangs", about.hangs());
                        json.writeArrayFieldStart("verdicts");
                        for (String verdict : about.verdicts()) {
                            json.writeString(verdict);
                        }
                        json.writeEndArray();
                        json.writeStringField("why", about.why());
                        json.writeStringField("missing", about.missing().orElse(null));
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private void print(List<Case> cases, boolean hang) {
        String scenario = "";
        for (Case about : cases) {
            if (about.hangs() != hang || about.scenario().equals(scenario)) {
                continue;
            }
            scenario = about.scenario();
            out.println(
                    terminal.bold(scenario)
                            + "  "
                            + endings(cases, scenario)
                            + "  "
                            + about.verdicts().get(0));
            Paragraph.wrap(about.why(), terminal.width() - INDENT.length())
                    .forEach(line -> out.println(INDENT + line));
            out.println();
        }
    }

    private static String endings(List<Case> cases, String scenario) {
        StringBuilder endings = new StringBuilder();
        for (Case about : cases) {
            if (about.scenario().equals(scenario)) {
                endings.append(endings.isEmpty() ? "." : " .").append(about.language().ending());
            }
        }
        return endings.toString();
    }
}
