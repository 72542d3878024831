package dev.penstock.command.reproduce.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parts that were made after public reports. */
class ReportedCasesTest {
    @Test
    void shouldHaveAProgramAndASourceForEachCase() throws IOException {
        for (Case about : reported()) {
            assertTrue(Corpus.program(about).isPresent(), about.name());
            assertTrue(
                    about.source().matches("[\\w.-]+/[\\w.-]+#[0-9]+|https?://\\S+"),
                    about.toString());
        }
    }

    @Test
    void shouldHaveAsManyThatOnlyLookAsIf() throws IOException {
        List<Case> tuned = Corpus.reported("tuned");

        assertFalse(tuned.isEmpty());
        assertTrue(tuned.stream().filter(Case::hangs).count() * 2 <= tuned.size());
    }

    @Test
    void shouldNameNoCaseTwice() throws IOException {
        List<Case> all = new ArrayList<>(Corpus.cases());
        all.addAll(reported());
        Set<String> names = new HashSet<>();
        all.forEach(about -> names.add(about.name()));

        assertEquals(all.size(), names.size());
    }

    private static List<Case> reported() throws IOException {
        List<Case> reported = new ArrayList<>();
        for (String part : Corpus.REPORTED) {
            reported.addAll(Corpus.reported(part));
        }
        return reported;
    }
}
