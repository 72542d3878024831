package dev.penstock.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The C programs of {@code native/}, which the tests run as children. */
public final class Native {
    private Native() {}

    /** The path of a built program. */
    public static String program(String name) {
        Path path =
                Path.of(System.getProperty("penstock.native", "native/build"), name)
                        .toAbsolutePath();
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException("not built: " + path + "; run `make native`");
        }
        return path.toString();
    }

    /** The table that {@code native/layout.c} printed on the architecture under test. */
    public static Path layout() {
        String given = System.getProperty("penstock.layout");
        return given != null ? Path.of(given) : Path.of(program("layout") + ".txt");
    }
}
