package dev.penstock.command.corpus;

import dev.penstock.command.corpus.Judgement.Grade;
import java.io.IOException;
import java.util.List;

/**
 * How good one way to look is.
 *
 * @param stalls cases that hang
 * @param found of these, with the right culprit
 * @param controls cases that do not hang
 * @param falsePositives of these, said to hang
 * @param unknown said not to be known
 * @param wrong wrong
 */
record Score(int stalls, int found, int controls, int falsePositives, int unknown, int wrong) {
    static Score of(List<Judgement> all, Looks looks) {
        List<Judgement> own = all.stream().filter(one -> one.looks() == looks).toList();
        List<Judgement> stalls = own.stream().filter(one -> one.about().hangs()).toList();
        return new Score(
                stalls.size(),
                count(stalls.stream().filter(Judgement::found).count()),
                own.size() - stalls.size(),
                count(own.stream().filter(Judgement::falsePositive).count()),
                count(own.stream().filter(one -> one.grade() == Grade.UNKNOWN).count()),
                count(own.stream().filter(one -> one.grade() == Grade.WRONG).count()));
    }

    private static int count(long number) {
        return Math.toIntExact(number);
    }

    /** With rights nothing may be missed; without them, much; nothing may be wrong in any case. */
    boolean good(Looks looks) throws IOException {
        return wrong == 0 && falsePositives == 0 && (!looks.seesAll() || found == stalls);
    }

    @Override
    public String toString() {
        return "recall "
                + found
                + " of "
                + stalls
                + ", false positives "
                + falsePositives
                + " of "
                + controls
                + ", unknown "
                + unknown
                + ", wrong "
                + wrong;
    }
}
