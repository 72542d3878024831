package dev.penstock.splice;

/**
 * How large a file may become, and what then.
 *
 * @param bytes 1 or more
 * @param keep where it rotates, how many older files stay
 */
record SizeLimit(long bytes, Then then, int keep) {
    enum Then {
        /** The stream fails. */
        STOP,
        /** The rest is dropped, and counted. */
        CUT,
        /** The file is put aside and a new one begun. */
        ROTATE,
        /** Likewise, but only when the line is at its end. */
        ROTATE_AT_LINE
    }

    static final SizeLimit NONE = new SizeLimit(Long.MAX_VALUE, Then.STOP, 0);

    SizeLimit {
        if (bytes < 1) {
            throw new IllegalArgumentException("a file of at most " + bytes + " bytes: at least 1");
        }
        if (keep < 1 && (then == Then.ROTATE || then == Then.ROTATE_AT_LINE)) {
            throw new IllegalArgumentException("to keep " + keep + " older files: at least 1");
        }
    }
}
