package dev.penstock.command.limits;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Task;
import dev.penstock.command.text.Json;
import dev.penstock.command.text.Table;
import dev.penstock.internal.procfs.Reading.Known;
import dev.penstock.internal.procfs.Reading.Unknown;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock limits}. */
@Command(
        name = "penstock limits",
        description = "Shows what bounds pipes and child processes on this machine, for this user.",
        footer = {
            "",
            "Examples:",
            "  penstock limits",
            "  penstock limits --json | jq .pipe_user_pages_soft",
            "",
            "Exit code: 0 fine, 2 not even a pipe can be made."
        })
public final class LimitsCommand implements Task {
    @Option(
            names = "--json",
            description = "One JSON object; what is unknown is null, and said why in \"unknown\".")
    private boolean json;

    @Override
    public int run(PrintStream out, PrintStream err, Appearance terminal) throws IOException {
        List<Limit> limits = Limits.gather();
        if (json) {
            Json.print(out, generator -> write(generator, limits));
        } else {
            Table table = new Table(Table.Align.LEFT, Table.Align.LEFT, Table.Align.LEFT);
            limits.forEach(limit -> table.row(limit.label(), limit.text(), limit.remark()));
            table.print(out, terminal.width());
        }
        return 0;
    }

    @Override
    public boolean colours() {
        return false;
    }

    private static void write(JsonGenerator json, List<Limit> limits) throws IOException {
        json.writeStartObject();
        for (Limit limit : limits) {
            json.writeFieldName(limit.key());
            json.writePOJO(limit.value() instanceof Known<?> known ? known.value() : null);
        }
        json.writeObjectFieldStart("unknown");
        for (Limit limit : limits) {
            if (limit.value() instanceof Unknown<?> unknown) {
                json.writeStringField(limit.key(), unknown.reason());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
