package dev.penstock.command.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/run.md has a row for each situation; {@code make test} plays them all. */
@Timeout(60)
class SituationsTest {
    @Test
    void shouldHaveARowForEach() throws Exception {
        Process check =
                new ProcessBuilder("scripts/build/test-run", "--check")
                        .redirectErrorStream(true)
                        .start();
        try {
            String output =
                    new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, check.waitFor(), output);
        } finally {
            Program.end(check);
        }
    }
}
