package dev.penstock.command.inspect;

import dev.penstock.command.text.Size;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.model.Verdict;

/** Whether this user was permitted to see what was asked for, and what helps where not. */
final class Visibility {
    private final int unreadable;
    private final boolean sufficient;
    private final boolean root = "root".equals(System.getProperty("user.name"));
    private final String words;

    Visibility(Inspection inspection, Subjects subjects) {
        this(inspection, subjects.wanted().isEmpty(), subjects.words());
    }

    private Visibility(Inspection inspection, boolean all, String words) {
        this.unreadable = inspection.unreadable();
        this.words = words;
        // Whoever asks for one process does not want to hear of those that have no part in it.
        boolean matters = all || inspection.verdict() == Verdict.UNKNOWN;
        this.sufficient = unreadable == 0 || !matters;
    }

    /** Of some processes that this command has started itself. */
    static Visibility ofOwn(Inspection inspection) {
        return new Visibility(inspection, false, "--all");
    }

    boolean sufficient() {
        return sufficient;
    }

    /** What is said where nothing was found. */
    String nothing() {
        return sufficient ? Verdict.IDLE.meaning() : "nothing is stalled, of what may be looked at";
    }

    /** How many processes stayed unseen, and the remedy. */
    String missing() {
        return Size.grouped(unreadable)
                + (unreadable == 1 ? " process" : " processes")
                + " may not be looked at"
                + (root
                        ? ": root lacks CAP_SYS_PTRACE over them here (docker run --cap-add"
                                + " SYS_PTRACE; or look from the host)"
                        : " by this user: sudo penstock inspect " + words);
    }
}
