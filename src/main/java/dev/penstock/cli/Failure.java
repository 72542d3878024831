package dev.penstock.cli;

/** An end that the user is told of in one line, with the exit code that belongs to it. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was typed is wrong, or the environment does not allow it. */
    static final int USAGE = 2;

    private final int exitCode;

    Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    Failure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
