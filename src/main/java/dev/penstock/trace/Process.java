package dev.penstock.trace;

import java.util.ArrayList;
import java.util.List;

/** A process as the log shows it. */
final class Process implements Party {
    int pid;
    final Process parent;

    /** The line in which it was first seen or made. */
    final long line;

    final List<Task> tasks = new ArrayList<>();
    FdTable files;
    String command;
    boolean ended;
    boolean stopped;
    private long execLine;

    Process(int pid, Process parent, long line, FdTable files, String command) {
        this.pid = pid;
        this.parent = parent;
        this.line = line;
        this.files = files;
        this.command = command;
        files.users.add(this);
    }

    void executes(String program, long at) {
        command = program;
        execLine = at;
    }

    /** The line of its last execve; 0 if there was none. */
    long execLine() {
        return execLine;
    }

    /** Whether it was made by that one, or by one that was. */
    boolean descends(Process from) {
        for (Process at = parent; at != null; at = at.parent) {
            if (at == from) {
                return true;
            }
        }
        return false;
    }

    /** {@code dd if=/dev/zero (pid 5)}; without a number where the log has none. */
    String name() {
        String program = command == null ? "a process" : command;
        return pid == 0 ? program : program + " (pid " + pid + ")";
    }
}
