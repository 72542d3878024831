package dev.penstock.diagnosis.trace.log;

/** What a line of a log is. */
public enum LineKind {
    /** A call and its result. */
    CALL,
    /** A call that had not returned when something else was to be told. */
    UNFINISHED,
    /** The rest of such a call, with its result. */
    RESUMED,
    /** The rest of a call that another program's output had broken in two. */
    CONTINUED,
    /** {@code +++ exited with 0 +++} or {@code +++ killed by SIGTERM +++}. */
    EXIT,
    /** {@code +++ superseded by execve in pid 5 +++}: another thread of it took its number. */
    SUPERSEDED,
    /** {@code --- SIGCHLD {…} ---}. */
    SIGNAL,
    /** {@code --- stopped by SIGSTOP ---}. */
    STOPPED,
    /** {@code strace: Process 5 attached}. */
    ATTACHED,
    /** {@code strace: Process 5 detached}. */
    DETACHED,
    /** What belongs to another line and tells nothing of pipes: a stack's, an empty one. */
    ASIDE,
    /** A call that breaks off. */
    TRUNCATED,
    /** Something else. */
    FOREIGN
}
