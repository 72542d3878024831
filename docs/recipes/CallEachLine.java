package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Lines;

/**
 * Each line as it comes, on the event loop's thread: for work that is quick and never blocks. A
 * line longer than the limit is cut, and the next one begins where it should.
 */
public final class CallEachLine {
    public static void main(String[] args) throws Exception {
        Lines lines = Lines.of(20, line -> System.out.println("> " + line));
        String script = "echo one; echo; printf '%050d\\n' 7; printf unfinished";
        Command.of("sh", "-c", script).stdout(lines).run().orThrow();
        System.out.println(lines.lines() + " lines, " + lines.bytesCut() + " bytes cut off");
    }
}

// Prints:
// > one
// >
// > 00000000000000000000
// > unfinished
// 4 lines, 30 bytes cut off
