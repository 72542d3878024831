package dev.penstock.command.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;

/** One JSON object on standard output. */
public final class Json {
    /** What fills the object. */
    public interface Content {
        /** Writes one whole object. */
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    /** Prints the object, indented, with a newline. */
    public static void print(PrintStream out, Content content) throws IOException {
        try (JsonGenerator json =
                new JsonFactory()
                        .createGenerator(out)
                        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.useDefaultPrettyPrinter();
            content.write(json);
        }
        out.println();
    }

    /** What is below the least that it can be is not known, and null. */
    public static void number(JsonGenerator json, String name, long value, long least)
            throws IOException {
        if (value < least) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    /** In microseconds; a negative time is not known, and null. */
    public static void micros(JsonGenerator json, String name, long nanos) throws IOException {
        number(json, name, nanos < 0 ? -1 : nanos / 1000, 0);
    }
}
