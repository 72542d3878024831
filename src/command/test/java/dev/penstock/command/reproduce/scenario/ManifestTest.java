package dev.penstock.command.reproduce.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
    private static final String RECORD =
            """
            # a comment
            scenario: full
            in: c py
            run.c: stalled -n 1
            stands: parent waits, child writes
            pipe: child 1
            pipe.c: child 4
            culprit: parent reads
            verdict: DEADLOCK UNREAD
            drain: yes
            why: nobody reads
            cure: read
            source: owner/name#1
            """;

    @Test
    void shouldReadACaseForEachLanguage() {
        List<Case> cases =
                Manifest.parse(RECORD + "\n\n# another\n\n" + RECORD.replace("full", "b"));

        assertEquals(
                List.of("full.c", "full.py", "b.c", "b.py"),
                cases.stream().map(Case::name).toList());
        Case c = cases.get(0);
        assertEquals(List.of("stalled", "-n", "1"), c.run());
        assertEquals(Optional.of(new Case.End("child", 4)), c.pipe());
        Case python = cases.get(1);
        assertEquals(
                new Case(
                        "full",
                        Language.PYTHON,
                        List.of(),
                        List.of(),
                        List.of(
                                new Standing("parent", Doing.WAITS),
                                new Standing("child", Doing.WRITES)),
                        "parent",
                        Optional.of(new Case.End("child", 1)),
                        Optional.of(new Case.Culprit("parent", false)),
                        List.of("DEADLOCK", "UNREAD"),
                        true,
                        Optional.of(new Case.Rescued(new Case.End("child", 1), false, 0)),
                        "nobody reads",
                        "read",
                        Optional.empty(),
                        "owner/name#1"),
                python);
        assertTrue(python.hangs());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "why: nobody reads | wy: nobody | line 11: unknown key 'wy'",
                "why: nobody reads | why nobody | line 11: not of the form 'key: value': why nobody",
                "why: nobody reads | drain: no | line 11: a second 'drain'",
                "in: c py | in: c bf | line 14: no language has the ending 'bf'",
                "child writes | child dances | line 14: nothing known that a process does is 'dances'",
                "parent reads | parent sleeps | line 14: a culprit reads or writes: parent sleeps",
                "pipe: child 1 | pipe: child | line 14: pipe takes two words: child",
            })
    void shouldSayWhatIsWrong(String from, String to, String message) {
        String wrong = RECORD.replace(from, to) + "\n";

        assertFalse(wrong.contains(from));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Manifest.parse(wrong));
        assertEquals(message, e.getMessage());
    }

    @Test
    void shouldMissWhatARecordNeeds() {
        for (String key : List.of("stands", "verdict", "why")) {
            String without = RECORD.replaceAll("(?m)^" + key + ": .*\n", "");

            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> Manifest.parse(without + "\n"));
            assertTrue(e.getMessage().contains("has no '" + key + "'"), e.getMessage());
        }
    }
}
