package dev.penstock.text;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Jazzer looks for bytes with which the splitter, the decoder or a policy does not do what {@link
 * TextFuzz} says. Run by {@code make fuzz}; {@link TextFuzzTest} is the short form. An input that
 * fails is written to {@code src/test/resources}, where the short form finds it from then on.
 */
class TextFuzzer {
    @FuzzTest
    void lines(byte[] input) throws Exception {
        TextFuzz.lines(input);
    }

    @FuzzTest
    void text(byte[] input) throws Exception {
        TextFuzz.text(input);
    }
}
