package dev.penstock.process;

import dev.penstock.sys.Signal;

/** How a process ended. */
public sealed interface Exit {

    /** It called exit or returned from main. */
    record Exited(int code) implements Exit {
        @Override
        public String toString() {
            return "exited with " + code;
        }
    }

    /** A signal ended it. */
    record Killed(Signal signal, boolean coreDumped) implements Exit {
        @Override
        public String toString() {
            return "killed by " + signal + (coreDumped ? " (core dumped)" : "");
        }
    }

    /**
     * It ended, but somebody else in this process took its status: a {@code waitpid(-1)} in native
     * code, or SIGCHLD ignored since, which makes the kernel throw statuses away.
     */
    record Lost(String reason) implements Exit {
        @Override
        public String toString() {
            return "ended, status lost: " + reason;
        }
    }

    /** One number as a shell gives it: the code, 128 plus the signal, or 255 where it is lost. */
    default int shellCode() {
        if (this instanceof Exited exited) {
            return exited.code();
        }
        return this instanceof Killed killed ? 128 + killed.signal().number() : 255;
    }
}
