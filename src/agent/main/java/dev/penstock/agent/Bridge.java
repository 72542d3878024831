package dev.penstock.agent;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the changed {@link ProcessBuilder} calls. Its class file is defined once more in the
 * builder's own package, under {@link #NAME}: a class of the JDK sees no others, and so nothing has
 * to be added to where the JVM looks for the JDK's classes. Hence it knows types of the JDK alone.
 */
final class Bridge {
    /** Its name there, with slashes. */
    static final String NAME = "java/lang/PenstockBridge";

    static BiFunction<ProcessBuilder, Map<String, String>, Process> start;
    static Function<List<ProcessBuilder>, List<Process>> startPipeline;
    static Consumer<Process> started;

    private Bridge() {}

    /** See {@link Starts#start}. */
    static Process start(ProcessBuilder builder, Map<String, String> environment) {
        return start.apply(builder, environment);
    }

    /** See {@link Starts#startPipeline}. */
    static List<Process> startPipeline(List<ProcessBuilder> builders) {
        return startPipeline.apply(builders);
    }

    /** See {@link Starts#started}. */
    static void started(Process process) {
        started.accept(process);
    }

    /** See {@link Starts#started}. */
    static void started(List<Process> processes) {
        for (Process process : processes) {
            started.accept(process);
        }
    }
}
