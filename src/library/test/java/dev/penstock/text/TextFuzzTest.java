package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The short form of {@code make fuzz}: its targets with the inputs that are kept, among them any
 * that ever failed, and with inputs made of chance from fixed seeds.
 */
@Timeout(60)
class TextFuzzTest {
    private static final Path KEPT =
            Path.of("src/library/test/resources/dev/penstock/text/TextFuzzerInputs");

    private interface Target {
        void run(byte[] input) throws Exception;
    }

    private static void run(Target target, String kept) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(KEPT.resolve(kept))) {
            files = all.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError("no inputs are kept", e);
        }
        assertTrue(files.size() >= 5, kept + " has " + files.size() + " inputs");
        for (Path file : files) {
            run(target, Files.readAllBytes(file), file.toString());
        }
        for (long seed = 0; seed < 8000; seed++) {
            Random random = new Random(seed);
            byte[] chosen = new byte[4];
            random.nextBytes(chosen);
            ByteArrayOutputStream input = new ByteArrayOutputStream();
            input.writeBytes(chosen);
            input.writeBytes(TextReference.randomBytes(random, random.nextInt(80)));
            run(target, input.toByteArray(), "seed " + seed);
        }
    }

    private static void run(Target target, byte[] input, String name) {
        try {
            target.run(input);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("with " + name, e);
        }
    }

    @Test
    void shouldHoldForLines() throws Exception {
        run(TextFuzz::lines, "lines");
    }

    @Test
    void shouldHoldForText() throws Exception {
        run(TextFuzz::text, "text");
    }
}
