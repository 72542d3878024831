package dev.penstock.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the makefiles name of tests is there: a filter that matches nothing would test nothing. */
@Timeout(60)
class FiltersTest {

    /** The words of a variable of that makefile. */
    private static List<String> variable(String makefile, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of(makefile))) {
            if (line.startsWith(name + " := ")) {
                return List.of(line.substring(name.length() + 4).split(" "));
            }
        }
        throw new AssertionError(makefile + " has no " + name);
    }

    @Test
    void shouldFindTestsInEachPackageNearTheKernel() throws IOException {
        List<String> empty = new ArrayList<>();
        for (String name : variable("src/library/Makefile", "NEAR_KERNEL")) {
            Path directory = Path.of("src/library/test/java/dev/penstock", name.replace('.', '/'));
            try (Stream<Path> files =
                    Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
                if (files.noneMatch(file -> file.toString().endsWith("Test.java"))) {
                    empty.add(name);
                }
            }
        }
        assertEquals(List.of(), empty);
    }

    @Test
    void shouldFindEachFuzzer() throws IOException {
        List<String> targets = variable("Makefile", "FUZZERS");
        assertTrue(targets.size() >= 3, targets::toString);
        for (String target : targets) {
            String[] parts = target.split("[:\\\\#]+");
            try (Stream<Path> files = Files.walk(Path.of("src", parts[0], "fuzz/java"))) {
                Path fuzzer =
                        files.filter(file -> file.endsWith(parts[1] + ".java"))
                                .findAny()
                                .orElseThrow(() -> new AssertionError(target));
                assertTrue(Files.readString(fuzzer).contains("void " + parts[2] + "("), target);
            }
        }
    }
}
