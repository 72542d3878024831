package dev.penstock.scenario.contender;

import dev.penstock.process.Command;

/**
 * A program that runs one child and ends: for the time that takes from the JVM's start on. It names
 * no class of a peer's, since to look for that the JVM would open every jar of the benchmarks'.
 */
public final class FirstChild {
    static final String CHILD = "/bin/true";

    private FirstChild() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "penstock" -> Command.of(CHILD).run().orThrow();
            default -> {
                Process child = new ProcessBuilder(CHILD).start();
                child.getInputStream().readAllBytes();
                child.getErrorStream().readAllBytes();
                Workload.require(child.waitFor() == 0, CHILD);
            }
        }
    }
}
