package dev.penstock.command;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.penstock.command.inspect.InspectCommand;
import dev.penstock.command.limits.LimitsCommand;
import dev.penstock.command.reproduce.ReproduceCommand;
import dev.penstock.command.rescue.RescueCommand;
import dev.penstock.command.run.RunCommand;
import dev.penstock.command.task.Task;
import dev.penstock.command.trace.TraceCommand;
import dev.penstock.testing.FuzzBound;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.ParameterException;

/**
 * Jazzer looks for command lines that are answered by a stack trace instead of a sentence. Options
 * are read and nothing is carried out: no word of the input can start or end anything.
 */
class CommandLineFuzzer {
    private static final List<Supplier<Task>> TASKS =
            List.of(
                    InspectCommand::new,
                    TraceCommand::new,
                    RescueCommand::new,
                    ReproduceCommand::new,
                    LimitsCommand::new,
                    RunCommand::new);

    /** The first byte chooses the command; words are apart by NUL. */
    @FuzzTest
    void parse(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Task task = TASKS.get((input[0] & 0xff) % TASKS.size()).get();
        String[] words =
                new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1).split("\0", -1);
        FuzzBound.check(
                input.length,
                () -> {
                    try {
                        Parser.of(task).parseArgs(words);
                    } catch (ParameterException refused) {
                        if (Parser.reason(refused).isBlank()) {
                            throw new AssertionError("no reason", refused);
                        }
                    }
                });
    }
}
