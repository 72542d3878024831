package dev.penstock.cli;

import dev.penstock.process.Command;
import dev.penstock.process.Output;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The child that is stalled and then cured, the same one each time.
 *
 * @param words program and arguments
 * @param payload what it writes, where that is known
 * @param chunk how much each of its writes takes, where that is known
 */
record Subject(List<String> words, Optional<Payload> payload, OptionalLong chunk) {
    /** Ready to be connected; what it complains of is seen. */
    Command command() {
        return Command.of(words).stderr(Output.inherit());
    }
}
