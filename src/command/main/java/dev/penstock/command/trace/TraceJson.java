package dev.penstock.command.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.diagnosis.inspect.Culprit;
import dev.penstock.diagnosis.trace.Counts;
import dev.penstock.diagnosis.trace.Descriptor;
import dev.penstock.diagnosis.trace.Finding;
import dev.penstock.diagnosis.trace.Pipe;
import dev.penstock.diagnosis.trace.Report;
import dev.penstock.diagnosis.trace.Stall;
import dev.penstock.diagnosis.trace.Step;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The same for machines: docs/trace.md says what each field is. */
final class TraceJson {
    static final String SCHEMA = "penstock-trace/1";

    private final Report report;

    TraceJson(Report report) {
        this.report = report;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("verdict", report.verdict().text());
        json.writeBooleanField("stalled", report.verdict().stalled());
        micros(json, "begin_us", report.begin());
        micros(json, "end_us", report.end());
        counts(json, report.counts());
        json.writeArrayFieldStart("findings");
        for (Finding finding : report.findings()) {
            finding(json, finding);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("pipes");
        for (Pipe pipe : report.pipes()) {
            pipe(json, pipe);
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
        known(json, "first_foreign_line", counts.firstForeign(), 1);
        json.writeNumberField("truncated_calls", counts.truncated());
        known(json, "first_truncated_line", counts.firstTruncated(), 1);
        json.writeNumberField("unmatched_ends", counts.unmatched());
        json.writeNumberField("shortened_lines", counts.shortened());
        json.writeNumberField("guessed_parents", counts.guessed());
        json.writeNumberField("pipes_hidden", counts.hiddenPipes());
        json.writeNumberField("findings_not_kept", counts.droppedFindings());
        json.writeNumberField("pipes_not_kept", counts.droppedPipes());
        json.writeEndObject();
    }

    private void finding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("verdict", finding.verdict().text());
        json.writeBooleanField("stalled", finding.verdict().stalled());
        json.writeStringField("summary", finding.summary());
        json.writeNumberField("times", finding.times());
        json.writeStringField("pipe", finding.pipe().map(Pipe::name).orElse(null));
        json.writeFieldName("stall");
        stall(json, finding.stall());
        json.writeFieldName("culprit");
        if (finding.culprit().isPresent()) {
            Culprit culprit = finding.culprit().get();
            json.writeStartObject();
            json.writeNumberField("pid", culprit.pid());
            json.writeNumberField("fd", culprit.fd());
            json.writeStringField("role", culprit.role());
            json.writeStringField("command", culprit.command());
            json.writeEndObject();
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("chain");
        for (Step step : finding.chain()) {
            json.writeStartObject();
            json.writeNumberField("pid", step.pid());
            json.writeNumberField("tid", step.tid());
            json.writeStringField("command", step.command());
            json.writeStringField("call", step.call());
            json.writeNumberField("line", step.line());
            json.writeStringField("pipe", step.pipe());
            json.writeEndObject();
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

    private void pipe(JsonGenerator json, Pipe pipe) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", pipe.name());
        known(json, "inode", pipe.inode(), 1);
        json.writeBooleanField("socket", pipe.socket());
        json.writeBooleanField("seen_made", pipe.seen());
        json.writeNumberField("line", pipe.line());
        micros(json, "time_us", pipe.time());
        json.writeNumberField("pid", pipe.pid());
        json.writeStringField("command", pipe.command());
        json.writeNumberField("bytes_in", pipe.in());
        json.writeNumberField("bytes_out", pipe.out());
        json.writeArrayFieldStart("descriptors");
        for (List<Descriptor> those : List.of(pipe.past(), pipe.holders())) {
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
        for (Stall stall : pipe.stalls().longest()) {
            stall(json, stall);
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
        known(json, "exec_line", descriptor.execLine(), 1);
        json.writeBooleanField("close_on_exec", descriptor.closeOnExec());
        json.writeNumberField("bytes", descriptor.bytes());
        known(json, "until_line", descriptor.until(), 1);
        json.writeStringField("ended_by", descriptor.ended());
        json.writeBooleanField("leaked", descriptor.leaked());
        json.writeEndObject();
    }

    private void stall(JsonGenerator json, Stall stall) throws IOException {
        json.writeStartObject();
        json.writeStringField("waits_to", stall.writes() ? "write" : "read");
        json.writeNumberField("pid", stall.pid());
        json.writeNumberField("tid", stall.tid());
        json.writeStringField("command", stall.command());
        json.writeNumberField("fd", stall.fd());
        known(json, "bytes", stall.asked(), 0);
        json.writeNumberField("line", stall.line());
        micros(json, "time_us", stall.time());
        micros(json, "length_us", stall.nanos());
        json.writeStringField("ended", stall.ending().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
    }

    /** A negative number stands for what is not known. */
    private static void micros(JsonGenerator json, String name, long nanos) throws IOException {
        if (nanos < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, nanos / 1000);
        }
    }

    /** What is below the least that it can be is not known. */
    private static void known(JsonGenerator json, String name, long value, long least)
            throws IOException {
        if (value < least) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
