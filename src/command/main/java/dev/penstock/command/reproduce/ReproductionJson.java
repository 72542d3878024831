package dev.penstock.command.reproduce;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.command.reproduce.child.Payload;
import dev.penstock.command.reproduce.cure.CureResult;
import dev.penstock.command.reproduce.cure.Trial;
import dev.penstock.diagnosis.stall.Sample;
import dev.penstock.diagnosis.stall.SleepingWrite;
import dev.penstock.diagnosis.stall.WriteCount;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.TaskIo;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The same for machines. What is unknown is null, and said why in "unknown". */
final class ReproductionJson {
    private final Reproduction found;
    private final Map<String, String> unknown = new LinkedHashMap<>();

    ReproductionJson(Reproduction found) {
        this.found = found;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        subject(json);
        pipe(json);
        writer(json);
        holders(json);
        samples(json);
        cures(json);
        json.writeBooleanField("well", found.well());
        json.writeObjectFieldStart("unknown");
        for (Map.Entry<String, String> reason : unknown.entrySet()) {
            json.writeStringField(reason.getKey(), reason.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void subject(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("command");
        for (String word : found.subject().words()) {
            json.writeString(word);
        }
        json.writeEndArray();
        json.writeNumberField("pid", found.stalled().pid());
        json.writeFieldName("payload");
        if (found.subject().payload().isPresent()) {
            Payload payload = found.subject().payload().get();
            json.writeStartObject();
            json.writeNumberField("bytes", payload.bytes());
            json.writeStringField("crc32c", crc(payload.crc()));
            json.writeEndObject();
        } else {
            json.writeNull();
        }
    }

    private void pipe(JsonGenerator json) throws IOException {
        Stalled stalled = found.stalled();
        json.writeObjectFieldStart("pipe");
        json.writeNumberField(
                "inode", new FdLink(-1, stalled.stall().holders().file()).pipeInode().orElse(-1));
        json.writeFieldName("asked");
        json.writePOJO(
                found.subject().pipeSize().isPresent()
                        ? found.subject().pipeSize().getAsInt()
                        : null);
        json.writeNumberField("capacity", stalled.capacity());
        json.writeNumberField("slots", stalled.slots());
        json.writeNumberField("page_size", stalled.pageSize());
        json.writeNumberField("unread", stalled.stall().unread());
        json.writeEndObject();
        json.writeFieldName("writes");
        if (stalled.writes().isPresent()) {
            WriteCount writes = stalled.writes().get();
            json.writeStartObject();
            json.writeNumberField("returned", writes.returned());
            json.writeNumberField("bytes_returned", writes.bytes());
            json.writeNumberField("bytes_of_the_sleeping_one", writes.inside());
            json.writeEndObject();
        } else {
            json.writeNull();
        }
    }

    private void writer(JsonGenerator json) throws IOException {
        SleepingWrite writer = found.stalled().stall().writer();
        json.writeObjectFieldStart("writer");
        json.writeNumberField("pid", writer.pid());
        json.writeNumberField("tid", writer.tid());
        json.writeStringField("command", writer.command());
        reading(json, "kernel_function", writer.wchan());
        reading(json, "syscall", writer.call().map(SleepingWrite.WriteCall::name));
        reading(json, "fd", writer.call().map(SleepingWrite.WriteCall::fd));
        reading(
                json,
                "asked",
                writer.call()
                        .map(call -> call.count().isPresent() ? call.count().getAsLong() : null));
        reading(json, "wchar", writer.io().map(TaskIo::wchar));
        reading(json, "syscw", writer.io().map(TaskIo::syscw));
        json.writeEndObject();
    }

    private void holders(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("holders");
        for (PipeHolder holder : found.stalled().stall().holders().holders()) {
            json.writeStartObject();
            json.writeNumberField("pid", holder.pid());
            json.writeNumberField("fd", holder.fd());
            json.writeStringField("end", holder.end().name().toLowerCase(Locale.ROOT));
            json.writeStringField(
                    "command", found.stalled().stall().holders().commands().get(holder.pid()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField(
                "unreadable_processes", found.stalled().stall().holders().unreadable());
        json.writeStringField("parent_waits_for", "the child's exit");
    }

    private void samples(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("samples");
        for (Sample sample : found.stalled().samples()) {
            json.writeStartObject();
            json.writeNumberField("microseconds", sample.at().toNanos() / 1000);
            json.writeNumberField("unread", sample.unread());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void cures(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("cures");
        for (Trial trial : found.trials()) {
            json.writeStartObject();
            json.writeStringField("cure", trial.cure().name());
            json.writeBooleanField("well", trial.well());
            json.writeStringField("failure", trial.well() ? null : trial.failure());
            json.writeNumberField("wall_microseconds", trial.wall().toNanos() / 1000);
            if (trial.cured().isPresent()) {
                CureResult cured = trial.cured().get();
                json.writeStringField("exit", cured.outcome().exit().toString());
                json.writeBooleanField("timed_out", cured.outcome().timedOut());
                json.writeNumberField("bytes", cured.bytes());
                json.writeStringField("crc32c", crc(cured.crc()));
                json.writeNumberField("held", cured.held());
                json.writeStringField("remark", cured.remark());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void reading(JsonGenerator json, String name, Reading<?> reading) throws IOException {
        json.writeFieldName(name);
        json.writePOJO(reading.known().orElse(null));
        if (reading instanceof Unknown<?> why) {
            unknown.put("writer." + name, why.reason());
        }
    }

    private static String crc(long value) {
        return String.format("%08x", value);
    }
}
