package dev.penstock.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each program in {@code docs/recipes} does what it says: it is run on the module path, in a JVM of
 * its own, and what it prints is compared with the comment at its end.
 */
@Timeout(60)
class RecipesTest {
    private static final Path RECIPES = Path.of("docs/recipes");
    private static final String PRINTS = "// Prints:\n";

    static List<String> recipes() throws IOException {
        try (Stream<Path> files = Files.list(RECIPES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .sorted()
                    .toList();
        }
    }

    private static String source(String recipe) throws IOException {
        return Files.readString(RECIPES.resolve(recipe + ".java"));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void shouldPrintWhatItSays(String recipe) throws Exception {
        String source = source(recipe);
        int prints = source.lastIndexOf(PRINTS);
        assertTrue(prints > 0, recipe + " does not end with what it prints: " + PRINTS);
        List<String> said =
                source.substring(prints + PRINTS.length())
                        .lines()
                        .map(line -> line.replaceFirst("^// ?", ""))
                        .toList();

        Capture out = Capture.of(1 << 20);
        Capture err = Capture.of(1 << 20);
        Outcome outcome =
                Command.of(ModularJvm.command("recipes." + recipe))
                        .stdout(out)
                        .stderr(err)
                        .timeout(Duration.ofSeconds(50))
                        .run();
        assertTrue(outcome.succeeded(), () -> outcome + "\n" + out.text() + err.text());
        // Comments lose the blanks at the ends of their lines.
        assertEquals(said, out.text().lines().map(String::stripTrailing).toList());
    }

    @Test
    void shouldAllBeListed() throws IOException {
        String index = Files.readString(RECIPES.resolve("README.md"));
        List<String> recipes = recipes();
        assertTrue(recipes.size() >= 5, recipes.toString());
        for (String recipe : recipes) {
            assertTrue(
                    index.contains("(" + recipe + ".java)"),
                    "docs/recipes/README.md does not list " + recipe);
        }
    }

    @ParameterizedTest
    @CsvSource({"sink/Sink, CustomSink", "source/Source, CustomSource"})
    void shouldHaveTheExampleOfTheJavadoc(String type, String recipeName) throws IOException {
        String javadoc =
                Files.readString(Path.of("src/library/main/java/dev/penstock", type + ".java"))
                        .replaceAll("(?m)^ \\* ?", "");
        int begin = javadoc.indexOf("<pre>{@code\n") + "<pre>{@code\n".length();
        String example = javadoc.substring(begin, javadoc.indexOf("}</pre>", begin));
        assertTrue(example.contains("implements S"), example);
        String recipe = source(recipeName).replaceAll("(?m)^    ", "").replace("static ", "");
        assertTrue(recipe.contains(example), "not in " + recipeName + ".java:\n" + example);
    }
}
