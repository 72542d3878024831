package dev.penstock.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The headings of docs/troubleshooting.md are messages that somebody can get. */
class TroubleshootingTest {
    private static final String VARIES = "…";

    @Test
    void shouldHaveMessagesForHeadings() throws IOException {
        List<String> headings = headings();
        assertTrue(headings.size() > 10, headings::toString);
        List<String> sources = sources();
        List<String> unknown = new ArrayList<>(headings);
        unknown.removeIf(heading -> sources.stream().anyMatch(source -> says(source, heading)));
        assertEquals(List.of(), unknown, "no source file says that");
    }

    private static List<String> headings() throws IOException {
        List<String> headings = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/troubleshooting.md"))) {
            if (line.startsWith("## ")) {
                headings.add(line.substring(3));
            }
        }
        return headings;
    }

    /** All that does not vary stands there, one after the other. */
    private static boolean says(String source, String heading) {
        int at = 0;
        for (String part : heading.split(VARIES)) {
            at = source.indexOf(part, at);
            if (at < 0) {
                return false;
            }
            at += part.length();
        }
        return true;
    }

    /** With literals that are broken over lines put together again. */
    private static List<String> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> java = Files.walk(Path.of("src"));
                Stream<Path> scripts = Files.walk(Path.of("scripts"));
                Stream<Path> packaging = Files.list(Path.of("packaging"));
                Stream<Path> c = Files.walk(Path.of("native"))) {
            java.filter(file -> file.toString().matches("src/[^/]*/main/.*\\.java"))
                    .forEach(files::add);
            Stream.concat(scripts, packaging)
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(files::add);
            c.filter(file -> file.toString().endsWith(".c")).forEach(files::add);
        }
        List<String> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
        }
        return sources;
    }
}
