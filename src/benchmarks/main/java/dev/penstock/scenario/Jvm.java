package dev.penstock.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JVM to run contenders in: the same flags for all of them.
 *
 * @param command up to the class's name
 */
record Jvm(List<String> command) {
    private static final int VIRTUAL_THREADS = 21;
    private static final int NATIVE_ACCESS = 24;

    /** The one that runs this. */
    static Jvm own(String... flags) {
        return of(Path.of(System.getProperty("java.home")), Runtime.version().feature(), flags);
    }

    /** The newest installed one that has virtual threads, if there is one. */
    static Optional<Jvm> withVirtualThreads(String... flags) {
        int own = Runtime.version().feature();
        if (own >= VIRTUAL_THREADS) {
            return Optional.of(own(flags));
        }
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> feature(home) >= VIRTUAL_THREADS)
                    .max((a, b) -> feature(a) - feature(b))
                    .map(home -> of(home, feature(home), flags));
        } catch (java.io.IOException noneInstalled) {
            return Optional.empty();
        }
    }

    private static Jvm of(Path home, int feature, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(List.of(flags));
        if (feature >= NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        return new Jvm(command);
    }

    /** From the file that every JDK has; 0 where it says nothing. */
    private static int feature(Path home) {
        try {
            for (String line : Files.readAllLines(home.resolve("release"))) {
                if (line.startsWith("JAVA_VERSION=\"")) {
                    return Runtime.Version.parse(line.split("\"")[1]).feature();
                }
            }
        } catch (java.io.IOException | IllegalArgumentException unreadable) {
            return 0;
        }
        return 0;
    }
}
