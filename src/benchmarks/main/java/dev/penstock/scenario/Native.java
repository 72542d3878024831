package dev.penstock.scenario;

import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of {@code native/bench}, as {@code make} builds them. */
final class Native {
    private static final Path BUILT =
            Path.of(System.getProperty("penstock.native", "native/build")).toAbsolutePath();

    private Native() {}

    static String path(String program) {
        Path path = BUILT.resolve("bench").resolve(program);
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException(
                    "not built: " + path + "; run make -C src/benchmarks scenarios");
        }
        return path.toString();
    }
}
