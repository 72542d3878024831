package dev.penstock.command.corpus;

import dev.penstock.command.reproduce.scenario.Case;
import dev.penstock.command.reproduce.scenario.Staged;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What one look said of one case, beside what is true.
 *
 * @param about the case
 * @param looks who looked
 * @param verdict what was said
 * @param proven whether it was said to be proven
 * @param culprit who is in the way, as {@code role:fd}, or the pid where it plays no role; empty if
 *     nobody was named
 * @param grade right or wrong
 */
record Judgement(
        Case about, Looks looks, String verdict, boolean proven, String culprit, Grade grade) {
    enum Grade {
        RIGHT,
        /** Says that it does not know. */
        UNKNOWN,
        WRONG
    }

    private static final List<String> STALLED =
            List.of("DEADLOCK", "ORPHAN-WRITER", "DEAD-CONSUMER", "UNREAD", "SOCKET", "STOPPED");

    /** Whether a stall was claimed. */
    boolean stalled() {
        return STALLED.contains(verdict);
    }

    /** A stall that is there was found, and its culprit. */
    boolean found() {
        return about.hangs() && grade == Grade.RIGHT;
    }

    /** A stall was claimed where there is none. */
    boolean falsePositive() {
        return !about.hangs() && stalled();
    }

    /** A finding of {@code inspect --json}, judged. */
    static Judgement of(Staged staged, Looks looks, Map<String, Object> finding)
            throws IOException {
        String verdict = (String) finding.get("verdict");
        Map<String, Object> culprit = culprit(finding);
        return new Judgement(
                staged.about(),
                looks,
                verdict,
                (boolean) finding.get("proven"),
                culprit == null ? "" : name(staged, culprit),
                grade(staged, looks, verdict, culprit));
    }

    /** Who is stopped may hold no descriptor that matters: that is told as the end of the chain. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> culprit(Map<String, Object> finding) {
        List<Map<String, Object>> chain = (List<Map<String, Object>>) finding.get("chain");
        return finding.get("culprit") != null
                        || !finding.get("verdict").equals("STOPPED")
                        || chain.isEmpty()
                ? (Map<String, Object>) finding.get("culprit")
                : Map.of("pid", chain.get(chain.size() - 1).get("pid"));
    }

    private static Grade grade(
            Staged staged, Looks looks, String verdict, Map<String, Object> culprit)
            throws IOException {
        Case about = staged.about();
        // That a deadlock's pipe is not read is true as well, and all that can be seen.
        boolean weaker =
                !looks.seesAll()
                        && verdict.equals("UNREAD")
                        && about.verdicts().contains("DEADLOCK");
        if (weaker || about.verdicts().contains(verdict)) {
            return about.culprit().isEmpty() || isCulprit(staged, culprit)
                    ? Grade.RIGHT
                    : Grade.WRONG;
        }
        return verdict.equals("UNKNOWN") ? Grade.UNKNOWN : Grade.WRONG;
    }

    private static boolean isCulprit(Staged staged, Map<String, Object> culprit)
            throws IOException {
        if (culprit == null || pid(culprit) != staged.pid(culprit(staged))) {
            return false;
        }
        List<Integer> fds = staged.culpritFds();
        return fds.isEmpty() || !culprit.containsKey("fd") || fds.contains(fd(culprit));
    }

    private static String culprit(Staged staged) {
        return staged.about().culprit().orElseThrow().role();
    }

    private static String name(Staged staged, Map<String, Object> culprit) throws IOException {
        String name = "pid " + pid(culprit);
        for (Map.Entry<String, Integer> role : staged.roles().entrySet()) {
            if (role.getValue() == pid(culprit)) {
                name = role.getKey();
            }
        }
        return culprit.get("fd") == null ? name : name + ":" + fd(culprit);
    }

    /** A cell of the table: a letter for the grade, the verdict, the culprit. */
    @Override
    public String toString() {
        String mark =
                switch (grade) {
                    case RIGHT -> "+ ";
                    case UNKNOWN -> "? ";
                    case WRONG -> "X ";
                };
        return mark + verdict + (culprit.isEmpty() ? "" : " " + culprit);
    }

    private static int pid(Map<String, Object> culprit) {
        return Math.toIntExact((Long) culprit.get("pid"));
    }

    private static int fd(Map<String, Object> culprit) {
        return culprit.get("fd") == null ? -1 : Math.toIntExact((Long) culprit.get("fd"));
    }
}
