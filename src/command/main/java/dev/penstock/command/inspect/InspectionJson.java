package dev.penstock.command.inspect;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.diagnosis.inspect.Culprit;
import dev.penstock.diagnosis.inspect.Finding;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Step;
import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.PipeState;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.internal.procfs.Reading.Unknown;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The same for machines: docs/inspect-json.md says what each field is. */
final class InspectionJson {
    static final String SCHEMA = "penstock-inspect/1";

    private final Inspection inspection;
    private final Map<Step, List<JavaThread>> java;

    /** With the Java threads of those who wait, where they were asked for. */
    InspectionJson(Inspection inspection, Map<Step, List<JavaThread>> java) {
        this.inspection = inspection;
        this.java = java;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("verdict", inspection.verdict().text());
        json.writeBooleanField("stalled", inspection.verdict().stalled());
        json.writeNumberField("looks", inspection.looks());
        json.writeNumberField("apart_ms", inspection.length().toMillis());
        json.writeNumberField("unreadable_processes", inspection.unreadable());
        json.writeArrayFieldStart("findings");
        for (Finding finding : inspection.findings()) {
            finding(json, finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void finding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("verdict", finding.verdict().text());
        json.writeBooleanField("stalled", finding.verdict().stalled());
        json.writeStringField("summary", finding.summary());
        json.writeArrayFieldStart("pids");
        for (int pid : finding.pids()) {
            json.writeNumber(pid);
        }
        json.writeEndArray();
        json.writeFieldName("culprit");
        if (finding.culprit().isPresent()) {
            culprit(json, finding.culprit().get());
        } else {
            json.writeNull();
        }
        json.writeFieldName("pipe");
        if (finding.pipe().isPresent()) {
            pipe(json, finding.pipe().get(), finding.unreadBefore());
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("chain");
        for (Step step : finding.chain()) {
            step(json, step);
        }
        json.writeEndArray();
        json.writeBooleanField("closed", finding.closed());
        json.writeArrayFieldStart("evidence");
        for (String line : finding.evidence()) {
            json.writeString(line);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void culprit(JsonGenerator json, Culprit culprit) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pid", culprit.pid());
        number(json, "fd", culprit.fd());
        json.writeStringField("role", culprit.role());
        json.writeStringField("command", culprit.command());
        json.writeEndObject();
    }

    private static void pipe(JsonGenerator json, PipeView pipe, long unreadBefore)
            throws IOException {
        PipeState state = pipe.state().known().orElse(new PipeState(-1, -1, -1));
        json.writeStartObject();
        json.writeStringField("file", pipe.file());
        json.writeBooleanField("fifo", pipe.fifo());
        number(json, "capacity", state.capacity());
        number(json, "slots", state.slots());
        number(json, "unread", state.unread());
        number(json, "unread_before", unreadBefore);
        json.writeStringField(
                "unknown", pipe.state() instanceof Unknown<?> unknown ? unknown.reason() : null);
        holders(json, "readers", pipe.readers());
        holders(json, "writers", pipe.writers());
        json.writeEndObject();
    }

    private static void holders(JsonGenerator json, String name, List<Holder> holders)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Holder holder : holders) {
            json.writeStartObject();
            json.writeNumberField("pid", holder.pid());
            json.writeNumberField("fd", holder.fd());
            json.writeStringField("end", holder.end().name().toLowerCase(Locale.ROOT));
            json.writeBooleanField("close_on_exec", holder.closeOnExec());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void step(JsonGenerator json, Step step) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pid", step.pid());
        json.writeNumberField("tid", step.tid());
        json.writeNumberField("threads", step.threads());
        json.writeStringField("command", step.command());
        json.writeStringField("wait", step.waits().kind());
        json.writeStringField("waits_for", step.waits().text());
        json.writeStringField("file", step.pipe().orElse(null));
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
        json.writeEndObject();
    }

    /** −1 stands for what is not known. */
    private static void number(JsonGenerator json, String name, long value) throws IOException {
        if (value < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
