package dev.penstock.junit;

/** What becomes of descriptors, threads and children that a test leaves behind. */
public enum Leaks {
    /** They are not looked for. */
    IGNORE,
    /** They are published as a report entry, {@code penstock.leaks}. */
    REPORT,
    /** The test fails, and its message names them. */
    FAIL
}
