package dev.penstock.command.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.penstock.command.corpus.Judgement.Grade;
import dev.penstock.command.reproduce.scenario.Staged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Whether {@code penstock inspect} is right about the corpus, and the corpus what its manifest
 * says.
 */
class CorpusTest {
    @TestFactory
    @Timeout(240)
    Stream<DynamicTest> shouldBeJudgedRightly() throws Exception {
        CorpusRun run = CorpusRun.start();
        try {
            List<Judgement> judgements = Judge.judge(run);
            List<DynamicTest> tests = new ArrayList<>();
            for (Judgement one : judgements) {
                String name = one.about().name() + ", " + one.looks().title();
                tests.add(dynamicTest(name, () -> judge(one)));
            }
            for (Staged staged : run.standing()) {
                tests.add(dynamicTest(staged.about().name() + " remedied", () -> remedy(staged)));
            }
            run.skipped()
                    .forEach(
                            (about, why) ->
                                    tests.add(
                                            dynamicTest(
                                                    about.name(), () -> Assumptions.abort(why))));
            return tests.stream().onClose(() -> close(run));
        } catch (Exception | Error e) {
            run.close();
            throw e;
        }
    }

    /** Without rights, not to know is right too. */
    private static void judge(Judgement one) throws IOException {
        boolean unknown = one.grade() == Grade.UNKNOWN && !one.looks().seesAll();
        assertTrue(
                unknown || one.grade() == Grade.RIGHT,
                () ->
                        one
                                + " where right is "
                                + one.about().verdicts()
                                + " "
                                + one.about().culprit());
    }

    private static void remedy(Staged staged) throws Exception {
        assertEquals(
                staged.about().pipe().isPresent(),
                !staged.culpritFds().isEmpty(),
                "whether the culprit holds that pipe");
        boolean proven = CaseRemedy.prove(staged);
        assertFalse(staged.about().drains() && !proven);
    }

    private static void close(CorpusRun run) {
        try {
            run.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
