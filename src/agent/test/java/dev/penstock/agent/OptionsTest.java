package dev.penstock.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Overflow;
import dev.penstock.process.Overflow.WhenFull;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void shouldHaveDefaults() {
        Options options = Options.parse(null);

        assertEquals(Options.Mode.CURE, options.mode());
        assertEquals(dev.penstock.dropin.ProcessBuilder.DEFAULT_OVERFLOW, options.overflow());
        assertEquals(options, Options.parse(""));
    }

    @Test
    void shouldReadAllOfThem() {
        assertEquals(
                new Options(
                        Options.Mode.WATCH,
                        Overflow.of(65536, 3L << 30).whenFull(WhenFull.DROP),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(9)),
                Options.parse("watch,memory=64KiB,file=3GiB,full=drop,every=500ms,after=9s"));
        assertEquals(Duration.ofMinutes(2), Options.parse("every=2m").every());
        assertEquals(Overflow.of(7, 0), Options.parse("memory=7,file=0").overflow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cured", "watch,", "memory=-1", "memory=3GiB", "memory=99999999999", "file=1kb",
                "every=2", "every=-1s", "every=", "full=FAIL", "=", "watch=yes"
            })
    void shouldNameTheWordThatIsWrong(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Options.parse(text));
        String word = text.substring(text.indexOf(',') + 1);
        assertTrue(refused.getMessage().contains("'" + word + "'"), refused.getMessage());
    }
}
