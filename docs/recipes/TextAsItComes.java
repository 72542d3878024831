package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Sink;
import dev.penstock.text.TextDecoder;
import dev.penstock.text.TextPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Text that does not wait for the end of its line, such as a prompt: decoded as it comes, and never
 * in the middle of a character.
 */
public final class TextAsItComes {
    private static final class Prompts implements Sink {
        private final TextDecoder decoder =
                TextDecoder.of(StandardCharsets.UTF_8, TextPolicy.LOG_SAFE);
        private final StringBuilder text = new StringBuilder();

        @Override
        public Answer accept(ByteBuffer bytes) throws Exception {
            decoder.decode(bytes, text);
            for (int end; (end = text.indexOf("? ")) >= 0; text.delete(0, end + 2)) {
                System.out.println("prompt: " + text.substring(0, end + 1));
            }
            return Answer.MORE;
        }

        @Override
        public void end() throws Exception {
            decoder.finish(text);
            System.out.println("at the end: " + text);
        }

        @Override
        public void fail(Throwable cause) {
            System.out.println("failed after: " + text);
        }
    }

    public static void main(String[] args) throws Exception {
        // The euro sign comes in two writes; the last character never comes whole.
        String script = "printf 'Pay 5 \\342\\202'; printf '\\254? '; printf 'yes \\303'";
        Command.of("sh", "-c", script).stdout(new Prompts()).run().orThrow();
    }
}

// Prints:
// prompt: Pay 5 €?
// at the end: yes \xc3
