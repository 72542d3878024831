package recipes;

import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.sink.Capture;
import dev.penstock.source.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A source of one's own: here the whole numbers up to a last one, each on a line. */
public final class CustomSource {
    static final class Numbers implements Source {
        private final long last;
        private long next = 1;

        Numbers(long last) {
            this.last = last;
        }

        @Override
        public Answer fill(ByteBuffer into) {
            for (; next <= last; next++) {
                byte[] line = (next + "\n").getBytes(StandardCharsets.US_ASCII);
                if (line.length > into.remaining()) {
                    return Answer.MORE;
                }
                into.put(line);
            }
            return Answer.END;
        }
    }

    public static void main(String[] args) throws Exception {
        Capture out = Capture.of(100);
        Input input = Input.source(new Numbers(100_000));
        Command.of("tail", "-1").stdin(input).stdout(out).run().orThrow();
        System.out.print("the last one: " + out.text());
    }
}

// Prints:
// the last one: 100000
