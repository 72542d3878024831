package dev.penstock.command.inspect;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.command.finding.FindingJson;
import dev.penstock.command.finding.Origin;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.model.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The same for machines: docs/inspect-json.md says what each field is. */
final class InspectionJson {
    static final String SCHEMA = "penstock-inspect/2";

    private final Inspection inspection;
    private final Visibility rights;
    private final Map<Step, List<JavaThread>> java;

    /** With the Java threads of those who wait, where they were asked for. */
    InspectionJson(Inspection inspection, Visibility rights, Map<Step, List<JavaThread>> java) {
        this.inspection = inspection;
        this.rights = rights;
        this.java = java;
    }

    void write(JsonGenerator json) throws IOException {
        FindingJson findings = new FindingJson(json, this::java);
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        Origin.here().write(json);
        findings.verdict(inspection.verdict());
        json.writeNumberField("looks", inspection.looks());
        json.writeNumberField("apart_ms", inspection.length().toMillis());
        json.writeNumberField("unreadable_processes", inspection.unreadable());
        json.writeBooleanField("permitted", rights.sufficient());
        json.writeStringField("missing", rights.sufficient() ? null : rights.missing());
        findings.findings(inspection);
        json.writeEndObject();
    }

    private void java(JsonGenerator json, Step step) throws IOException {
        json.writeArrayFieldStart("java");
        for (JavaThread thread : java.getOrDefault(step, List.of())) {
            json.writeStartObject();
            json.writeNumberField("tid", thread.tid());
            json.writeStringField("name", thread.name());
            json.writeArrayFieldStart("stack");
            for (String line : thread.lines()) {
                json.writeString(line);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
