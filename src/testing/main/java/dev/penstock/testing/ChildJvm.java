package dev.penstock.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a second JVM with the classes of the first: for what must not be done to the
 * tests' own.
 */
public final class ChildJvm {
    private ChildJvm() {}

    public static List<String> command(Class<?> main, String... arguments) {
        return command(System.getProperty("java.class.path"), main, arguments);
    }

    /** The same with another class path. */
    public static List<String> command(String classPath, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 24) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        words.addAll(List.of("-cp", classPath, main.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    /**
     * Runs a class's main, with this JVM's standard error.
     *
     * @param wrapper a program that runs its arguments, or nothing
     * @return the exit code
     */
    public static int run(Class<?> main, String... wrapper) throws Exception {
        List<String> words = new ArrayList<>(List.of(wrapper));
        words.addAll(command(main));
        Process child =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            child.getInputStream().readAllBytes();
            return child.waitFor();
        } finally {
            child.destroyForcibly().waitFor();
            child.getInputStream().close();
            child.getOutputStream().close();
        }
    }
}
