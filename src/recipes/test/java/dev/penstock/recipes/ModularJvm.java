package dev.penstock.recipes;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of a JVM that has the recipes and the library on its module path. */
final class ModularJvm {
    /** What is on the tests' class path for the tests' own sake. */
    private static final Pattern TESTS_OWN =
            Pattern.compile(
                    "/test-classes|/junit|/opentest4j|/apiguardian|/jspecify|surefire"
                            + "|src/testing/|penstock-testing");

    private ModularJvm() {}

    /** The command line, with whatever flags this JDK wants of a program that calls native code. */
    static List<String> command(String main, String... flags) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 24) {
            words.add("--enable-native-access=dev.penstock,org.jnrproject.jffi");
        }
        words.addAll(List.of(flags));
        words.addAll(List.of("-p", modulePath(), "-m", "recipes/" + main));
        return words;
    }

    private static String modulePath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !TESTS_OWN.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
