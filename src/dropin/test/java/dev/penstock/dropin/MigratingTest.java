package dev.penstock.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import migrating.FromCommonsExec;
import migrating.FromOtherLanguages;
import migrating.FromProcessBuilder;
import migrating.FromZtExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages {@code docs/migrating-from-*.md} show code of {@code docs/migrating}, which works. */
@Timeout(60)
class MigratingTest {
    private static final List<String> GOOD = List.of("printf", "a b\n");
    private static final List<String> BAD = List.of("sh", "-c", "echo why >&2; exit 3");

    private interface Way {
        String of(List<String> command) throws Exception;
    }

    @Test
    void shouldDoTheSameEachWay() throws Exception {
        List<Way> ways =
                List.of(
                        FromProcessBuilder::before,
                        FromProcessBuilder::dropIn,
                        FromProcessBuilder::after,
                        FromZtExec::before,
                        FromZtExec::after,
                        FromCommonsExec::before,
                        FromOtherLanguages::output);
        for (Way way : ways) {
            assertEquals("a b", way.of(GOOD));
            IOException failure = assertThrows(IOException.class, () -> way.of(BAD));
            assertTrue(failure.getMessage().contains("why"), failure::getMessage);
        }
    }

    @Test
    void shouldDoWhatOtherLanguagesDo() throws Exception {
        assertEquals(3, FromOtherLanguages.code(BAD));
        assertEquals("why\n", FromOtherLanguages.both(BAD));
        byte[] bytes = "x".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "x",
                new String(FromOtherLanguages.fed(List.of("cat"), bytes), StandardCharsets.UTF_8));
        assertEquals(
                "10\n", FromOtherLanguages.piped(List.of("seq", "10"), List.of("tail", "-n1")));
        assertEquals("a;b", FromOtherLanguages.shell("echo \"$1\"", "a;b"));
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("migrating-from-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldShowCodeThatIsCompiled(Path page) throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("docs/migrating"))) {
            for (Path file : files.toList()) {
                sources.append(plain(Files.readString(file)));
            }
        }
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(page));
        int blocks = 0;
        for (; block.find(); blocks++) {
            String shown = plain(block.group(1));
            assertTrue(sources.indexOf(shown) >= 0, () -> page + " shows " + shown);
        }
        assertTrue(blocks > 0, () -> page + " shows no code");
    }

    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }
}
