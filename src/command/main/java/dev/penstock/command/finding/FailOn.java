package dev.penstock.command.finding;

import dev.penstock.command.task.Failure;
import dev.penstock.diagnosis.model.Verdict;

/** Which verdicts a script is to fail on, and the exit code that tells them apart. */
public enum FailOn {
    /** Whatever is not known to be fine. */
    ANY,
    /** A stall, suspected or proven. */
    SUSPECTED,
    /** A stall that is proven. */
    PROVEN;

    /** Nothing is stalled, of what was looked at. */
    public static final int NOTHING = 0;

    /** A proven stall. */
    public static final int PROVEN_STALL = 1;

    /** A suspected stall. */
    public static final int SUSPECTED_STALL = 3;

    /** Nothing was found, but not all that was asked for may be looked at. */
    public static final int NOT_PERMITTED = 4;

    /** What usage tells of them. */
    public static final String EXIT_CODES =
            "0 nothing is stalled, 1 a stall is proven, 2 wrong usage or an error, 3 a stall is"
                    + " suspected, 4 not all may be looked at, and nothing was found in the rest.";

    /**
     * Reads {@code suspected} or {@code proven}.
     *
     * @throws Failure saying which there are
     */
    public static FailOn parse(String command, String text) {
        if (text == null) {
            return ANY;
        }
        return switch (text) {
            case "suspected" -> SUSPECTED;
            case "proven" -> PROVEN;
            default ->
                    throw new Failure(
                            Failure.USAGE,
                            command + ": --fail-on is suspected or proven, not '" + text + "'");
        };
    }

    /**
     * The exit code.
     *
     * @param gravest what was found
     * @param permitted all that was asked for may be looked at
     */
    public int code(Verdict gravest, boolean permitted) {
        if (gravest.stalled()) {
            return gravest.proven() ? PROVEN_STALL : this == PROVEN ? NOTHING : SUSPECTED_STALL;
        }
        return permitted || this != ANY ? NOTHING : NOT_PERMITTED;
    }
}
