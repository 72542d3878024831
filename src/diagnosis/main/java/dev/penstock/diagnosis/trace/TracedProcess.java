package dev.penstock.diagnosis.trace;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A process as the log shows it. */
final class TracedProcess {
    /** Of the ancestors that have ended, no more than so many, or twice as many, are kept. */
    private static final int MOST_ANCESTORS = 64;

    int pid;
    TracedProcess parent;
    private final int generation;

    /** The line in which it was first seen or made. */
    final long line;

    final List<TracedThread> tasks = new ArrayList<>();

    /** Its children that have not ended. */
    final Set<TracedProcess> children = new LinkedHashSet<>();

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
        generation = parent == null ? 0 : parent.generation + 1;
        if (generation > 0 && generation % MOST_ANCESTORS == 0) {
            forgetBeyond(MOST_ANCESTORS);
        }
    }

    private void forgetBeyond(int generations) {
        TracedProcess at = this;
        for (int i = 0; i < generations && at.parent != null; i++) {
            at = at.parent;
        }
        if (at.parent != null && at.parent.ended) {
            at.parent = null;
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
