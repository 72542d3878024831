package dev.penstock.diagnosis.model;

/** What is wrong with a pipe, the gravest first. docs/inspect.md says what proves each. */
public enum Verdict {
    /** A cycle or a knot: each waits for another of them, and nobody else can free one. */
    DEADLOCK("each waits for another, for ever"),
    /** A reader waits for an end of file that a write end held by mistake keeps from coming. */
    ORPHAN_WRITER("a write end held by mistake keeps the end of file from coming"),
    /** Who should read has stopped or is gone, while the read end stays open. */
    DEAD_CONSUMER("who should read has stopped or is gone"),
    /** A full pipe whose read end is held, but which nobody reads. */
    UNREAD("the pipe is full and nobody reads it"),
    /** A socket whose peer does not read. */
    SOCKET("the socket's peer does not read"),
    /** Who is waited for is stopped, traced, frozen or in a device: others can let it go on. */
    STOPPED("who is waited for is kept from running"),
    /** A right or a fact is missing. */
    UNKNOWN("what is missing to tell"),
    /** It moves, slowly, or its reader is at work. */
    SLOW("a writer waits for its reader, which is at work"),
    /** All wait as they were made to. */
    IDLE("nothing is stalled");

    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /**
     * Whether somebody waits who will not be served.
     *
     * @return true from DEADLOCK to STOPPED
     */
    public boolean stalled() {
        return compareTo(STOPPED) <= 0;
    }

    /**
     * Whether what is seen proves it, as far as it is true; other stalls are suspected, since
     * somebody may still go on by himself.
     *
     * @return true for DEADLOCK alone
     */
    public boolean proven() {
        return this == DEADLOCK;
    }

    /**
     * The name as it is printed.
     *
     * @return for example {@code ORPHAN-WRITER}
     */
    public String text() {
        return name().replace('_', '-');
    }

    /**
     * What it means.
     *
     * @return half a sentence
     */
    public String meaning() {
        return meaning;
    }
}
