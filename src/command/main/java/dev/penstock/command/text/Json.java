package dev.penstock.command.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.penstock.text.LogSafe;
import java.io.IOException;
import java.io.PrintStream;

/** One JSON object on standard output. */
public final class Json {
    /** What fills the object. */
    public interface Content {
        /** Writes one whole object. */
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * What drives a terminal, or shows text in another order, is escaped: it is the same to JSON.
     */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        private static final int DEL = 0x7F;

        private final int[] ascii = standardAsciiEscapesForJSON();

        Escapes() {
            ascii[DEL] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            if (Character.isSurrogate((char) character)) {
                return null; // half of a character
            }
            String text = String.valueOf((char) character);
            return LogSafe.line(text).equals(text)
                    ? null
                    : new SerializedString(String.format("\\u%04x", character));
        }
    }

    private Json() {}

    /** Prints the object, indented, with a newline. */
    public static void print(PrintStream out, Content content) throws IOException {
        try (JsonGenerator json =
                new JsonFactory()
                        .createGenerator(out)
                        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.useDefaultPrettyPrinter();
            json.setCharacterEscapes(new Escapes());
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
