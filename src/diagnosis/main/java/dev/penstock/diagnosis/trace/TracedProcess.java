package dev.penstock.diagnosis.trace;

import java.util.ArrayList;
import java.util.List;

/** A process as the log shows it. */
final class TracedProcess {
    int pid;
    final TracedProcess parent;

    /** The line in which it was first seen or made. */
    final long line;

    final List<TracedThread> tasks = new ArrayList<>();

    /** Its children that have not ended. */
    final List<TracedProcess> children = new ArrayList<>();

    FdTable files;
    String command;
    boolean ended;
    boolean stopped;

    TracedProcess(int pid, TracedProcess parent, long line, FdTable files, String command) {
        this.pid = pid;
        this.parent = parent;
        this.line = line;
        this.files = files;
        this.command = command;
        files.users.add(this);
        if (parent != null) {
            parent.children.add(this);
        }
    }

    /** Whether it is a child of that process, or a child's child. */
    boolean descends(TracedProcess from) {
        for (TracedProcess at = parent; at != null; at = at.parent) {
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
