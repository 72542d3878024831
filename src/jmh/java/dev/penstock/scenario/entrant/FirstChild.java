package dev.penstock.scenario.entrant;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcessBuilder;
import dev.penstock.process.Command;
import java.util.concurrent.TimeUnit;

/** A program that runs one child and ends: for the time that takes from the JVM's start on. */
public final class FirstChild {
    private static final String CHILD = "/bin/true";

    private FirstChild() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "penstock" -> Command.of(CHILD).run().orThrow();
            case "nuprocess" ->
                    Work.require(
                            new NuProcessBuilder(new NuAbstractProcessHandler() {}, CHILD)
                                            .start()
                                            .waitFor(20, TimeUnit.SECONDS)
                                    == 0,
                            CHILD);
            default -> {
                Process child = new ProcessBuilder(CHILD).start();
                child.getInputStream().readAllBytes();
                child.getErrorStream().readAllBytes();
                Work.require(child.waitFor() == 0, CHILD);
            }
        }
    }
}
