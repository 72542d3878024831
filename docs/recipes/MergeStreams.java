package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Merge;

/**
 * Standard output and standard error in one sink: in the order of the writes through one pipe, or
 * through a pipe each, which two children may have as well.
 */
public final class MergeStreams {
    public static void main(String[] args) throws Exception {
        Command talker = Command.of("sh", "-c", "echo one; echo two >&2; echo three");

        Capture inOrder = Capture.of(1000);
        talker.mergeStderr().stdout(inOrder).run().orThrow();
        System.out.print(inOrder.text());

        Capture whatever = Capture.of(1000);
        Merge both = Merge.of(whatever);
        var outcome = talker.stdout(both.stream()).stderr(both.stream()).run().orThrow();
        System.out.println(outcome.stdout().bytes() + " + " + outcome.stderr().bytes());
        System.out.println(whatever.total() + " bytes, in the order in which they were read");
    }
}

// Prints:
// one
// two
// three
// 10 + 4
// 14 bytes, in the order in which they were read
