package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Sink;
import java.nio.ByteBuffer;

/** A sink of one's own: here one that counts newlines and keeps nothing. */
public final class CustomSink {
    static final class NewlineCount implements Sink {
        private volatile long newlines;

        @Override
        public Answer accept(ByteBuffer bytes) {
            long n = newlines;
            while (bytes.hasRemaining()) {
                if (bytes.get() == '\n') {
                    n++;
                }
            }
            newlines = n;
            return Answer.MORE;
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable cause) {}

        long newlines() {
            return newlines;
        }
    }

    public static void main(String[] args) throws Exception {
        NewlineCount count = new NewlineCount();
        Command.of("seq", "100000").stdout(count).run().orThrow();
        System.out.println(count.newlines() + " newlines");
    }
}

// Prints:
// 100000 newlines
