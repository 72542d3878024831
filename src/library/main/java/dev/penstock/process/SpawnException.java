package dev.penstock.process;

import dev.penstock.internal.spawn.SpawnFailure;
import dev.penstock.sys.Errno;
import java.io.IOException;

/**
 * A child that could not be started: which program, at which step, and why. Nothing of it is left
 * behind.
 */
public final class SpawnException extends IOException {
    private static final long serialVersionUID = 1;

    private final String program;
    private final String step;
    private final int errno;

    /**
     * @param message of the failure, as it may be shown
     */
    SpawnException(SpawnFailure failure, String message) {
        super(message, failure.getCause());
        program = failure.program();
        step = failure.step();
        errno = failure.errno();
    }

    /** The program, as the command has it. */
    public String program() {
        return program;
    }

    /**
     * What failed: {@code exec}, {@code chdir}, {@code open}, or the call that did, such as {@code
     * pipe}, {@code posix_spawn} or {@code setrlimit(RLIMIT_NOFILE)}; then the cause is its {@link
     * dev.penstock.sys.SyscallException}, if it has one. {@code launcher} where that is wanting,
     * and {@code cgroup} where none could be made.
     */
    public String step() {
        return step;
    }

    /** The error number, which {@link Errno} has names for; 0 where it was no system call. */
    public int errno() {
        return errno;
    }
}
