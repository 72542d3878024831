package dev.penstock.corpus;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.penstock.cli.reproduce.scenario.Case;
import dev.penstock.cli.reproduce.scenario.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Whether the corpus is what its manifest says, and whether the verdicts on it are right. */
class CorpusTest {
    @TestFactory
    @Timeout(240)
    Stream<DynamicTest> shouldBeAsTheManifestSays() throws Exception {
        CorpusRun run = CorpusRun.start();
        List<DynamicTest> tests = new ArrayList<>();
        run.skipped().forEach((about, why) -> tests.add(skipped(about, why)));
        for (Staged staged : run.standing()) {
            tests.add(dynamicTest(staged.about().name(), () -> check(staged)));
        }
        return tests.stream().onClose(() -> close(run));
    }

    private static DynamicTest skipped(Case about, String why) {
        return dynamicTest(about.name(), () -> Assumptions.abort(why));
    }

    private static void check(Staged staged) throws Exception {
        if (staged.about().pipe().isPresent()) {
            assertFalse(staged.culpritFds().isEmpty(), "the culprit does not hold that pipe");
        }
        boolean proven = Remedy.prove(staged);
        assertTrue(proven || !staged.about().drains());
    }

    private static void close(CorpusRun run) {
        try {
            run.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
