package dev.penstock.command.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.command.finding.FindingJson;
import dev.penstock.command.text.Json;
import dev.penstock.diagnosis.model.StalledCall;
import dev.penstock.diagnosis.trace.Counts;
import dev.penstock.diagnosis.trace.Descriptor;
import dev.penstock.diagnosis.trace.TraceReport;
import dev.penstock.diagnosis.trace.TracedPipe;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The same for machines: docs/trace.md says what each field is. */
final class TraceJson {
    static final String SCHEMA = "penstock-trace/1";

    private final TraceReport report;

    TraceJson(TraceReport report) {
        this.report = report;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        FindingJson findings = new FindingJson(json, (same, step) -> {});
        findings.verdict(report.verdict());
        Json.micros(json, "begin_us", report.begin());
        Json.micros(json, "end_us", report.end());
        counts(json, report.counts());
        findings.findings(report);
        json.writeArrayFieldStart("pipes");
        for (TracedPipe pipe : report.pipes()) {
            pipe(json, pipe, findings);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, Counts counts) throws IOException {
        json.writeObjectFieldStart("counts");
        json.writeNumberField("lines", counts.lines());
        json.writeNumberField("calls", counts.calls());
        json.writeNumberField("processes", counts.processes());
        json.writeNumberField("foreign_lines", counts.foreign());
        Json.number(json, "first_foreign_line", counts.firstForeign(), 1);
        json.writeNumberField("truncated_calls", counts.truncated());
        Json.number(json, "first_truncated_line", counts.firstTruncated(), 1);
        json.writeNumberField("unmatched_ends", counts.unmatched());
        json.writeNumberField("shortened_lines", counts.shortened());
        json.writeNumberField("guessed_parents", counts.guessed());
        json.writeNumberField("pipes_hidden", counts.hiddenPipes());
        json.writeNumberField("findings_not_kept", counts.droppedFindings());
        json.writeNumberField("pipes_not_kept", counts.droppedPipes());
        json.writeNumberField("descriptors_not_kept", counts.droppedDescriptors());
        json.writeNumberField("lines_not_followed", counts.unfollowed());
        json.writeEndObject();
    }

    private static void pipe(JsonGenerator json, TracedPipe pipe, FindingJson findings)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", pipe.file());
        Json.number(json, "inode", pipe.inode(), 1);
        json.writeBooleanField("socket", pipe.socket());
        json.writeBooleanField("seen_made", pipe.seen());
        json.writeNumberField("line", pipe.line());
        Json.micros(json, "time_us", pipe.time());
        json.writeNumberField("pid", pipe.pid());
        json.writeStringField("command", pipe.command());
        json.writeNumberField("bytes_in", pipe.in());
        json.writeNumberField("bytes_out", pipe.out());
        json.writeArrayFieldStart("descriptors");
        for (List<Descriptor> those : List.of(pipe.past(), pipe.descriptors())) {
            for (Descriptor descriptor : those) {
                descriptor(json, descriptor);
            }
        }
        json.writeEndArray();
        json.writeNumberField("descriptors_omitted", pipe.pastOmitted());
        json.writeNumberField("stalled_writes", pipe.stalls().writes());
        json.writeNumberField("stalled_reads", pipe.stalls().reads());
        json.writeNumberField("stalled_us", pipe.stalls().nanos() / 1000);
        json.writeArrayFieldStart("stalls");
        for (StalledCall stall : pipe.stalls().longest()) {
            findings.call(stall);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void descriptor(JsonGenerator json, Descriptor descriptor) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pid", descriptor.pid());
        json.writeStringField("command", descriptor.command());
        json.writeNumberField("fd", descriptor.fd());
        json.writeStringField("end", descriptor.end());
        json.writeStringField("how", descriptor.how().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("line", descriptor.line());
        Json.number(json, "exec_line", descriptor.execLine(), 1);
        json.writeBooleanField("close_on_exec", descriptor.closeOnExec());
        json.writeNumberField("bytes", descriptor.bytes());
        Json.number(json, "until_line", descriptor.until(), 1);
        json.writeStringField("ended_by", descriptor.ended());
        json.writeBooleanField("leaked", descriptor.leaked());
        json.writeEndObject();
    }
}
