package dev.penstock.internal.spawn;

/** The process group and session that a child is born into. */
public enum Group {
    /** This process's own. */
    OURS,
    /** A new process group, which the child leads, in this process's session. */
    OWN_GROUP,
    /** A new session, which the child leads, without a controlling terminal: setsid(2). */
    OWN_SESSION
}
