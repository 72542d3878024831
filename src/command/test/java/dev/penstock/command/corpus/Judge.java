package dev.penstock.command.corpus;

import dev.penstock.command.Ran;
import dev.penstock.command.reproduce.scenario.Staged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at all that stands, each way that is possible here, and judges what is said of it. */
final class Judge {
    /** On a machine that is busy with all the cases what moves does not move at once. */
    private static final List<String> LENGTH = List.of("--for", "1s");

    private Judge() {}

    /** One for each case and each way to look, in the order of the cases. */
    static List<Judgement> judge(CorpusRun run) throws Exception {
        return judge(run, LENGTH);
    }

    /** The same, with the options that {@code inspect} is to have. */
    static List<Judgement> judge(CorpusRun run, List<String> options) throws Exception {
        List<Judgement> judgements = new ArrayList<>();
        for (Looks looks : Looks.values()) {
            if (looks.missing().isEmpty()) {
                judgements.addAll(judge(run, looks, options));
            }
        }
        return judgements;
    }

    private static List<Judgement> judge(CorpusRun run, Looks looks, List<String> options)
            throws Exception {
        List<Integer> pids = new ArrayList<>();
        for (Staged staged : run.standing()) {
            pids.addAll(asked(staged));
        }
        Ran ran = looks.inspect(pids, options);
        if (ran.code() == 2) {
            throw new AssertionError(looks.title() + ": inspect failed: " + ran.err());
        }
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> findings = (List<Map<String, Object>>) ran.json().get("findings");
        List<Judgement> judgements = new ArrayList<>();
        for (Staged staged : run.standing()) {
            judgements.add(Judgement.of(staged, looks, about(findings, staged)));
        }
        return judgements;
    }

    /** Of what hangs, one process; of what does not, each: nothing bad may be said of any. */
    private static List<Integer> asked(Staged staged) throws IOException {
        int pid = staged.pid(staged.about().asked());
        if (staged.about().hangs()) {
            return List.of(pid);
        }
        List<Integer> pids = new ArrayList<>(List.of(pid));
        staged.roles().values().stream().filter(other -> other != pid).forEach(pids::add);
        return pids;
    }

    /** A stall of any of them, or else what is said of the first. */
    private static Map<String, Object> about(List<Map<String, Object>> findings, Staged staged)
            throws IOException {
        List<Integer> pids = asked(staged);
        Map<String, Object> first = null;
        for (Map<String, Object> finding : findings) {
            List<?> concerned = (List<?>) finding.get("pids");
            for (long pid : pids) {
                if (concerned.contains(pid) && (boolean) finding.get("stalled")) {
                    return finding;
                }
            }
            if (first == null && concerned.contains((long) pids.get(0))) {
                first = finding;
            }
        }
        if (first == null) {
            throw new AssertionError(
                    "nothing is said of " + staged.about().name() + ": " + staged.roles());
        }
        return first;
    }
}
