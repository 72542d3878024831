package example;

import dev.penstock.process.Command;
import dev.penstock.sink.Capture;

/** Runs a child whose output no pipe holds, and says on which binding. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Capture out = Capture.of(1000);
        Command.of("seq", "100000").stdout(out).run().orThrow();
        System.out.println(Command.of("echo", "read").text() + " and " + out.total() + " bytes");
    }
}
