package dev.penstock.internal.procfs;

import dev.penstock.text.LogSafe;

/**
 * The fields of {@code /proc/PID/stat} that tell who a task is and what it is doing
 * (proc_pid_stat(5)).
 *
 * @param pid the process, or the thread where a thread's file was read
 * @param comm the command's name, at most 15 bytes, which may hold any character at all
 * @param state one letter: R running, S sleeping, D uninterruptible, T stopped, t traced, Z zombie
 *     …
 * @param parent the parent process
 * @param group the process group
 * @param flags the kernel's PF_… bits
 * @param threads how many its process has
 * @param started when, in clock ticks since the machine's start: with the pid, it tells one process
 *     from all others
 */
public record TaskStat(
        int pid,
        String comm,
        char state,
        int parent,
        int group,
        int session,
        long flags,
        int threads,
        long started) {
    /** Fields after the name, up to the last that is read here: state is the first, field 3. */
    private static final int FIELDS = 20;

    /** PF_FORKNOEXEC of include/linux/sched.h. */
    private static final long FORKED_NOT_EXECUTED = 0x40;

    /** PF_KTHREAD of include/linux/sched.h. */
    private static final long KERNEL_THREAD = 0x0020_0000;

    /**
     * Reads the file's text.
     *
     * @param text the whole file
     * @return its fields
     * @throws IllegalArgumentException if it is not of that form
     */
    public static TaskStat parse(String text) {
        // The name stands in parentheses and may hold parentheses, spaces and newlines itself. What
        // follows
        // it holds none, so the last ")" is the one that ends it.
        int open = text.indexOf(" (");
        int close = text.lastIndexOf(") ");
        if (open < 0 || close < open) {
            throw new IllegalArgumentException("no command name in parentheses");
        }
        String[] rest = text.substring(close + 2).split(" ", FIELDS + 1);
        if (rest.length < FIELDS || rest[0].length() != 1) {
            throw new IllegalArgumentException("too few fields after the command name");
        }
        return new TaskStat(
                Integer.parseInt(text.substring(0, open)),
                text.substring(open + 2, close),
                rest[0].charAt(0),
                Integer.parseInt(rest[1]),
                Integer.parseInt(rest[2]),
                Integer.parseInt(rest[3]),
                Long.parseLong(rest[6]),
                Integer.parseInt(rest[17]),
                Long.parseLong(rest[19].strip()));
    }

    /**
     * The name for people, who cannot see a command line: in brackets, as ps(1) has it.
     *
     * @return one line, safe for a terminal
     */
    public String bracketed() {
        return "[" + LogSafe.line(comm) + "]";
    }

    /**
     * Whether it has ended and waits to be reaped. A zombie holds no descriptor.
     *
     * @return true in state Z or X
     */
    public boolean ended() {
        return state == 'Z' || state == 'X';
    }

    /**
     * Whether this is a process's first thread, which has ended while others live: the process's
     * descriptors are then to be seen by those alone.
     *
     * @return false where it is the last thread too, or another thread's fields
     */
    public boolean endedBeforeOthers() {
        return ended() && threads > 1;
    }

    /**
     * Whether it is a thread of the kernel's own, which has no descriptors and no command line.
     *
     * @return true if so
     */
    public boolean kernelThread() {
        return (flags & KERNEL_THREAD) != 0;
    }

    /**
     * Whether it was forked and has executed no program since: its descriptors are still copies of
     * its parent's, those too that are closed on exec.
     *
     * @return true if so
     */
    public boolean forkedOnly() {
        return (flags & FORKED_NOT_EXECUTED) != 0;
    }
}
