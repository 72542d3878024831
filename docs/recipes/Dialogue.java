package recipes;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.sink.QueueSink;
import java.io.PrintStream;
import java.time.Duration;

/** A dialogue with a child: a question, its answer, the next question. */
public final class Dialogue {
    public static void main(String[] args) throws Exception {
        QueueSink<String> answers = QueueSink.ofLines(1000, 10);
        Command square = Command.of("sh", "-c", "while read n; do echo $((n * n)); done");
        try (Child child =
                square.stdin(Input.interactive())
                        .stdout(answers)
                        .timeout(Duration.ofSeconds(30))
                        .start()) {
            PrintStream questions = new PrintStream(child.stdin().stream(), true);
            for (int n = 2; n < 5; n++) {
                questions.println(n);
                System.out.println(n + " * " + n + " = " + answers.take());
            }
            questions.close(); // its end of file
            child.await().orThrow();
        }
    }
}

// Prints:
// 2 * 2 = 4
// 3 * 3 = 9
// 4 * 4 = 16
