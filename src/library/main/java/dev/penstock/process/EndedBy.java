package dev.penstock.process;

/** Who brought a child's end about. */
public enum EndedBy {
    /** The child itself, or somebody outside this library: see {@link Outcome#exit}. */
    ITSELF,
    /** {@link Command#timeout}. */
    TIMEOUT,
    /** {@link Command#silence}. */
    SILENCE,
    /** A future of {@link Child#outcome} or {@link Child#exit} was cancelled. */
    CANCEL,
    /** {@link Child#close}. */
    CLOSE,
    /** The event loop was closed under it. */
    LOOP_CLOSED,
    /** The JVM shut down: {@link Command#endAtShutdown}. */
    SHUTDOWN
}
