package dev.penstock.command.finding;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.command.text.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Where a report comes from, for whoever reads it elsewhere and later.
 *
 * @param host the machine's name
 * @param time when it was made, with the offset from UTC
 * @param user who looked
 * @param version of Penstock
 */
public record Origin(String host, String time, String user, String version) {
    /** This machine and now. */
    public static Origin here() {
        String packaged = Origin.class.getPackage().getImplementationVersion();
        return new Origin(
                hostName(),
                OffsetDateTime.now()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
                System.getProperty("user.name"),
                packaged == null ? "(not packaged)" : packaged);
    }

    private static String hostName() {
        try {
            return new String(
                            Files.readAllBytes(Path.of("/proc/sys/kernel/hostname")),
                            StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            return "unknown host";
        }
    }

    /** As fields of the object that is being written. */
    public void write(JsonGenerator json) throws IOException {
        json.writeStringField("host", host);
        json.writeStringField("time", time);
        json.writeStringField("user", user);
        json.writeStringField("version", version);
    }

    /** As a line of a page. */
    public String html() {
        return "<p class=\"origin\">"
                + Page.escaped(host + ", " + time + ", by " + user + ", penstock " + version)
                + "</p>\n";
    }
}
