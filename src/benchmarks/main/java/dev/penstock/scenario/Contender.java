package dev.penstock.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who does a scenario's work, as a program that answers on standard output for each line
 * that it gets on standard input.
 *
 * @param name in the tables
 * @param command what to run, without the child's command
 */
record Contender(String name, List<String> command) {

    /** A program of {@code native/bench}. */
    static Contender c(String name, String program, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Native.path(program));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Contender(name, command);
    }

    /** A class of {@link dev.penstock.scenario.contender} in a JVM of its own. */
    static Contender java(Jvm jvm, String name, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(jvm.command());
        command.add(main.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Contender(name, command);
    }
}
