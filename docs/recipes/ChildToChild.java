package recipes;

import dev.penstock.pipe.Pipe;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Output;
import dev.penstock.sink.Capture;

/**
 * One child's output as another's input. The pipe is theirs: nothing goes through this process, and
 * the second sees its end of file when the first has ended.
 */
public final class ChildToChild {
    public static void main(String[] args) throws Exception {
        Capture out = Capture.of(100);
        try (Pipe between = Pipe.open();
                Child numbers = Command.of("seq", "1000").stdout(Output.pipe(between)).start();
                Child count =
                        Command.of("wc", "-l").stdin(Input.pipe(between)).stdout(out).start()) {
            System.out.println(numbers.await().orThrow());
            System.out.println(count.await().orThrow());
        }
        System.out.println(out.text().strip() + " lines");
    }
}

// Prints:
// seq 1000 exited with 0
// wc -l exited with 0
// 1000 lines
