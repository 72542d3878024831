package recipes;

import dev.penstock.pipe.Pipe;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.sink.Capture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A pipe that this process has, or {@code PipeChannel.reopen(0)}, as a child's input: moved by the
 * kernel, counted, and without a thread.
 */
public final class FeedPipe {
    public static void main(String[] args) throws Exception {
        Capture out = Capture.of(100);
        try (Pipe pipe = Pipe.open();
                Child child =
                        Command.of("cat").stdin(Input.channel(pipe.reader())).stdout(out).start()) {
            pipe.writer().write(ByteBuffer.wrap("water\n".getBytes(StandardCharsets.US_ASCII)));
            pipe.writer().close();
            System.out.print("fed " + child.await().orThrow().stdin() + ": " + out.text());
        }
    }
}

// Prints:
// fed 6 bytes: water
