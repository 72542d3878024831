package dev.penstock.internal.procfs;

/** Which end of a pipe a descriptor is. */
public enum End {
    /** It was opened for reading. */
    READ,
    /** It was opened for writing. */
    WRITE,
    /** It was opened for both, as a pipe reopened through {@code /proc} can be. */
    BOTH;

    /**
     * Whether bytes can be taken out through it.
     *
     * @return true for READ and BOTH
     */
    public boolean reads() {
        return this != WRITE;
    }

    /**
     * Whether bytes can be put in through it.
     *
     * @return true for WRITE and BOTH
     */
    public boolean writes() {
        return this != READ;
    }
}
