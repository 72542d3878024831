package dev.penstock.command.task;

/** An end that the user is told of in one line, with the exit code that belongs to it. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was typed is wrong, or the environment does not allow it. */
    public static final int USAGE = 2;

    private final int exitCode;

    /** With the line that is printed after {@code penstock: }. */
    public Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The same; the cause is shown where stack traces are asked for. */
    public Failure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the JVM exits with. */
    public int exitCode() {
        return exitCode;
    }
}
