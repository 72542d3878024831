package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Discard;

/**
 * Output that nobody wants. It has to be read all the same: a child whose pipe is full stops.
 * Without {@code stdout} and {@code stderr} a command does just this with both.
 */
public final class DiscardOutput {
    public static void main(String[] args) throws Exception {
        Discard out = Discard.of();
        Command.of("seq", "100000").stdout(out).run().orThrow();
        System.out.println(out.bytes() + " bytes read to nowhere");
    }
}

// Prints:
// 588895 bytes read to nowhere
