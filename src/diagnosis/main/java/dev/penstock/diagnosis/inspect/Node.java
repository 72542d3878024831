package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.TaskView;

/**
 * Somebody who can wait: a thread, or a process, which goes on when any of its threads does.
 *
 * @param pid the process
 * @param tid the thread; 0 for the process
 */
public record Node(int pid, int tid) {
    static Node of(TaskView task) {
        return new Node(task.pid(), task.tid());
    }

    static Node process(int pid) {
        return new Node(pid, 0);
    }

    /**
     * Whether it is a whole process.
     *
     * @return false for a thread
     */
    public boolean isProcess() {
        return tid == 0;
    }
}
