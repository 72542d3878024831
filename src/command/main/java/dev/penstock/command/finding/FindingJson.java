package dev.penstock.command.finding;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.command.text.Json;
import dev.penstock.diagnosis.model.Culprit;
import dev.penstock.diagnosis.model.Diagnosis;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.StalledCall;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.Reading.Unknown;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A finding for machines: docs/inspect-json.md and docs/trace.md say what each field is. */
public final class FindingJson {
    /** What else is told of a step. */
    public interface Aside {
        /** Writes more fields of the step's object. */
        void write(JsonGenerator json, Step step) throws IOException;
    }

    private final JsonGenerator json;
    private final Aside aside;

    /** Writes to that generator. */
    public FindingJson(JsonGenerator json, Aside aside) {
        this.json = json;
        this.aside = aside;
    }

    /** The verdict's fields. */
    public void verdict(Verdict verdict) throws IOException {
        json.writeStringField("verdict", verdict.text());
        json.writeBooleanField("stalled", verdict.stalled());
        json.writeBooleanField("proven", verdict.proven());
    }

    /** All of them, as an array. */
    public void findings(Diagnosis diagnosis) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : diagnosis.findings()) {
            finding(finding);
        }
        json.writeEndArray();
    }

    private void finding(Finding finding) throws IOException {
        boolean logged = finding.call().isPresent();
        json.writeStartObject();
        verdict(finding.verdict());
        json.writeStringField("summary", finding.summary());
        if (logged) {
            json.writeNumberField("times", finding.times());
            json.writeStringField("pipe", finding.pipe().map(PipeView::file).orElse(null));
            json.writeFieldName("stall");
            call(finding.call().get());
        } else {
            json.writeArrayFieldStart("pids");
            for (int pid : finding.pids()) {
                json.writeNumber(pid);
            }
            json.writeEndArray();
        }
        culprit(finding.culprit().orElse(null));
        if (!logged) {
            pipe(finding.pipe().orElse(null));
        }
        json.writeArrayFieldStart("chain");
        for (Step step : finding.chain()) {
            step(step);
        }
        json.writeEndArray();
        json.writeBooleanField("closed", finding.closed());
        json.writeArrayFieldStart("evidence");
        for (String line : finding.evidence()) {
            json.writeString(line);
        }
        json.writeEndArray();
        cure(Remedy.of(finding));
        json.writeEndObject();
    }

    private void cure(Remedy cure) throws IOException {
        json.writeObjectFieldStart("cure");
        json.writeArrayFieldStart("actions");
        for (Remedy.Action action : cure.actions()) {
            json.writeStartObject();
            json.writeStringField("command", action.command().isEmpty() ? null : action.command());
            json.writeStringField("effect", action.effect());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("change", cure.change().isEmpty() ? null : cure.change());
        json.writeEndObject();
    }

    private void culprit(Culprit culprit) throws IOException {
        if (culprit == null) {
            json.writeNullField("culprit");
            return;
        }
        json.writeObjectFieldStart("culprit");
        json.writeNumberField("pid", culprit.pid());
        Json.number(json, "fd", culprit.fd(), 0);
        json.writeStringField("role", culprit.role());
        json.writeStringField("command", culprit.command());
        json.writeEndObject();
    }

    private void pipe(PipeView pipe) throws IOException {
        if (pipe == null) {
            json.writeNullField("pipe");
            return;
        }
        PipeState state = pipe.state().known().orElse(new PipeState(-1, -1, -1));
        json.writeObjectFieldStart("pipe");
        json.writeStringField("file", pipe.file());
        json.writeBooleanField("fifo", pipe.fifo());
        Json.number(json, "capacity", state.capacity(), 0);
        Json.number(json, "slots", state.slots(), 0);
        Json.number(json, "unread", state.unread(), 0);
        Json.number(json, "unread_before", pipe.unreadBefore(), 0);
        json.writeStringField(
                "unknown", pipe.state() instanceof Unknown<?> unknown ? unknown.reason() : null);
        holders("readers", pipe.readers());
        holders("writers", pipe.writers());
        json.writeEndObject();
    }

    private void holders(String name, List<PipeHolder> holders) throws IOException {
        json.writeArrayFieldStart(name);
        for (PipeHolder holder : holders) {
            json.writeStartObject();
            json.writeNumberField("pid", holder.pid());
            json.writeNumberField("fd", holder.fd());
            json.writeStringField("end", holder.end().name().toLowerCase(Locale.ROOT));
            json.writeBooleanField("close_on_exec", holder.closeOnExec());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void step(Step step) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pid", step.pid());
        json.writeNumberField("tid", step.tid());
        if (step.line() > 0) {
            json.writeStringField("command", step.command());
            json.writeStringField("call", step.text());
            json.writeNumberField("line", step.line());
            json.writeStringField("pipe", step.file().orElse(null));
        } else {
            json.writeNumberField("threads", step.threads());
            json.writeStringField("command", step.command());
            json.writeStringField("wait", step.waits().kind());
            json.writeStringField("waits_for", step.text());
            json.writeStringField("file", step.file().orElse(null));
        }
        aside.write(json, step);
        json.writeEndObject();
    }

    /** A call of a log, as an object. */
    public void call(StalledCall call) throws IOException {
        json.writeStartObject();
        json.writeStringField("waits_to", call.writes() ? "write" : "read");
        json.writeNumberField("pid", call.pid());
        json.writeNumberField("tid", call.tid());
        json.writeStringField("command", call.command());
        json.writeNumberField("fd", call.fd());
        Json.number(json, "bytes", call.asked(), 0);
        json.writeNumberField("line", call.line());
        Json.micros(json, "time_us", call.time());
        Json.micros(json, "length_us", call.nanos());
        json.writeStringField("ended", call.ending().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
    }
}
