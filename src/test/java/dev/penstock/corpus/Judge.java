package dev.penstock.corpus;

import dev.penstock.cli.Ran;
import dev.penstock.cli.reproduce.scenario.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at all that stands, each way that is possible here, and judges what is said of it. */
final class Judge {
    private Judge() {}

    /** One for each case and each way to look, in the order of the cases. */
    static List<Judgement> judge(CorpusRun run) throws Exception {
        List<Judgement> judgements = new ArrayList<>();
        for (Looks looks : Looks.values()) {
            if (looks.missing().isEmpty()) {
                judgements.addAll(judge(run, looks));
            }
        }
        return judgements;
    }

    private static List<Judgement> judge(CorpusRun run, Looks looks) throws Exception {
        List<Integer> pids = new ArrayList<>();
        for (Staged staged : run.standing()) {
            pids.add(staged.pid(staged.about().asked()));
        }
        Ran ran = looks.inspect(pids);
        if (ran.code() == 2) {
            throw new AssertionError(looks.title() + ": inspect failed: " + ran.err());
        }
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> findings = (List<Map<String, Object>>) ran.json().get("findings");
        List<Judgement> judgements = new ArrayList<>();
        for (Staged staged : run.standing()) {
            long pid = staged.pid(staged.about().asked());
            judgements.add(Judgement.of(staged, looks, about(findings, pid)));
        }
        return judgements;
    }

    /** The gravest comes first. */
    private static Map<String, Object> about(List<Map<String, Object>> findings, long pid) {
        for (Map<String, Object> finding : findings) {
            if (((List<?>) finding.get("pids")).contains(pid)) {
                return finding;
            }
        }
        throw new AssertionError("nothing is said of pid " + pid);
    }
}
