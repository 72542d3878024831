package recipes;

import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file as a child's input. The child reads it itself; a part of one, or one that must come
 * through a pipe, the kernel moves into the pipe without a copy through this process.
 */
public final class FeedFile {
    public static void main(String[] args) throws Exception {
        Path file = Files.writeString(Files.createTempFile("recipe", ".txt"), "0123456789\n");
        try {
            cat(Input.file(file));
            cat(Input.file(file, 3, 4));
            cat(Input.file(file, 7, Input.TO_THE_END));
        } finally {
            Files.delete(file);
        }
    }

    private static void cat(Input input) throws Exception {
        Capture out = Capture.of(1000);
        Outcome outcome = Command.of("cat").stdin(input).stdout(out).run().orThrow();
        System.out.println(out.text().strip() + ", fed by us: " + outcome.stdin());
    }
}

// Prints:
// 0123456789, fed by us: not carried
// 3456, fed by us: 4 bytes
// 789, fed by us: 4 bytes
