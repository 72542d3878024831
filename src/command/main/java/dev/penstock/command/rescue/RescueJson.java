package dev.penstock.command.rescue;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.command.text.Json;
import dev.penstock.diagnosis.rescue.Drained;
import dev.penstock.diagnosis.rescue.Growth;
import dev.penstock.diagnosis.stall.SleepingWrite;
import dev.penstock.internal.procfs.PipeHolder;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The same for machines: docs/rescue.md says what each field is. */
final class RescueJson {
    static final String SCHEMA = "penstock-rescue/1";

    private final RescueReport report;

    RescueJson(RescueReport report) {
        this.report = report;
    }

    void write(JsonGenerator json) throws IOException {
        PipeStatus status = report.status();
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeNumberField("pid", status.target().pid());
        json.writeNumberField("fd", status.target().fd());
        json.writeStringField("file", status.target().file());
        json.writeStringField("kind", status.kind());
        json.writeNumberField("unread", status.unread());
        Json.number(json, "capacity", status.capacity(), 0);
        Json.number(json, "slots", status.slots(), 0);
        holders(json, "writers", status.writers().writers());
        holders(json, "readers", status.writers().readers());
        json.writeNumberField("unreadable_processes", status.writers().unreadable());
        stuck(json, "stuck_before", status.stuck());
        json.writeFieldName("peeked");
        if (report.peeked().isPresent()) {
            json.writeBinary(report.peeked().get());
        } else {
            json.writeNull();
        }
        json.writeFieldName("grown");
        if (report.grown().isPresent()) {
            grown(json, report.grown().get());
        } else {
            json.writeNull();
        }
        json.writeFieldName("drained");
        if (report.drained().isPresent()) {
            drained(json, report.drained().get());
        } else {
            json.writeNull();
        }
        stuck(json, "stuck", report.stuck());
        json.writeEndObject();
    }

    private void holders(JsonGenerator json, String name, List<PipeHolder> holders)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (PipeHolder holder : holders) {
            json.writeStartObject();
            json.writeNumberField("pid", holder.pid());
            json.writeNumberField("fd", holder.fd());
            json.writeStringField("command", report.status().writers().command(holder.pid()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void stuck(JsonGenerator json, String name, Optional<SleepingWrite> stuck)
            throws IOException {
        if (stuck.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("pid", stuck.get().pid());
        json.writeNumberField("tid", stuck.get().tid());
        json.writeStringField("call", stuck.get().call().known().map(c -> c.name()).orElse(null));
        Json.number(json, "fd", stuck.get().call().known().map(c -> c.fd()).orElse(-1), 0);
        Json.number(
                json,
                "count",
                stuck.get().call().known().map(c -> c.count().orElse(-1)).orElse(-1L),
                0);
        json.writeEndObject();
    }

    private static void grown(JsonGenerator json, Growth growth) throws IOException {
        json.writeStartObject();
        json.writeNumberField("capacity_before", growth.before());
        json.writeNumberField("capacity", growth.after());
        json.writeNumberField("calls", growth.calls());
        json.writeNumberField("unread_before", growth.unreadBefore());
        json.writeNumberField("unread", growth.unreadAfter());
        Json.number(json, "returned", growth.returned(), 0);
        json.writeBooleanField("progressed", growth.progressed());
        json.writeEndObject();
    }

    private static void drained(JsonGenerator json, Drained drained) throws IOException {
        json.writeStartObject();
        json.writeStringField("ended", drained.why().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("stored", drained.stored());
        json.writeNumberField("twice", drained.twice());
        json.writeNumberField("lost", drained.lost());
        json.writeNumberField("unsynced", drained.unsynced());
        json.writeStringField(
                "failure", drained.failure().map(IOException::getMessage).orElse(null));
        json.writeNumberField("milliseconds", drained.time().toMillis());
        json.writeEndObject();
    }
}
