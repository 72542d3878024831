package dev.penstock.sys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second JVM, for what would harm this one. */
final class ChildJvm {
    private ChildJvm() {}

    /**
     * Runs a class's main, with this JVM's standard error and class path.
     *
     * @param wrapper a program that runs its arguments
     * @return the exit code
     */
    static int run(Class<?> main, String... wrapper) throws Exception {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.add("-XX:TieredStopAtLevel=1");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
