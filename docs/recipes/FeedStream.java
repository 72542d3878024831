package recipes;

import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.sink.Capture;
import dev.penstock.source.BlockingStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An InputStream or a channel as a child's input. Its reads may wait, so a thread that is not the
 * loop's reads it: one of its own, or one of an executor.
 */
public final class FeedStream {
    public static void main(String[] args) throws Exception {
        count(Input.stream(twice("abc")));
        count(Input.channel(Channels.newChannel(twice("defgh"))));

        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            BlockingStream source = BlockingStream.of(twice("ij")).readBy(threads).closing();
            count(Input.source(source));
        } finally {
            threads.shutdown();
        }
    }

    private static InputStream twice(String text) {
        byte[] bytes = text.getBytes();
        return new SequenceInputStream(
                new ByteArrayInputStream(bytes), new ByteArrayInputStream(bytes));
    }

    private static void count(Input input) throws Exception {
        Capture out = Capture.of(100);
        Command.of("wc", "-c").stdin(input).stdout(out).run().orThrow();
        System.out.println(out.text().strip() + " bytes");
    }
}

// Prints:
// 6 bytes
// 10 bytes
// 4 bytes
