package dev.penstock.diagnosis.model;

/**
 * Somebody who can wait: a thread, or a process, which goes on when any of its threads does.
 *
 * @param pid the process; 0 where a log does not tell it
 * @param tid the thread; −1 for the process
 */
public record Party(int pid, int tid) {
    /**
     * A whole process.
     *
     * @return the party
     */
    public static Party process(int pid) {
        return new Party(pid, -1);
    }

    /**
     * Whether it is a whole process.
     *
     * @return false for a thread
     */
    public boolean isProcess() {
        return tid < 0;
    }
}
