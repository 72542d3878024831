package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Clock;

/** An end of a pipe, as one table of descriptors had it from one line to another. */
public final class Descriptor {
    /** How it came to be there. */
    public enum How {
        /** By pipe(2), pipe2(2) or socketpair(2). */
        MADE,
        /** By dup(2), dup2(2), dup3(2) or fcntl(2). */
        COPIED,
        /** By fork(2), vfork(2) or clone(2). */
        INHERITED,
        /** By recvmsg(2), with SCM_RIGHTS. */
        RECEIVED,
        /** It was there before the log tells of it. */
        FOUND
    }

    /** How far back it is told how it came to be there. */
    private static final int MOST_COPIES = 32;

    final FdTable table;
    final int fd;
    final How how;
    final long line;
    final long time;
    final Descriptor source;
    TracedPipe reads;
    TracedPipe writes;
    boolean closeOnExec;
    long execLine;
    long bytes;
    private final TracedProcess holder;
    private final int copies;
    private long until;
    private long untilTime = Clock.UNKNOWN;
    private String ended;

    Descriptor(FdTable table, int fd, How how, long line, long time, Descriptor source) {
        this.table = table;
        this.fd = fd;
        this.how = how;
        this.line = line;
        this.time = time;
        boolean told = source != null && source.copies < MOST_COPIES;
        this.source = told ? source : null;
        this.copies = told ? source.copies + 1 : 0;
        this.holder = table.users.get(0);
    }

    void end(long at, long when, String why) {
        until = at;
        untilTime = when;
        ended = why;
    }

    TracedProcess process() {
        return table.users.isEmpty() ? holder : table.users.get(0);
    }

    /** The process that has or had it. */
    public int pid() {
        return process().pid;
    }

    /** The program that this process runs. */
    public String command() {
        return process().command;
    }

    /** Its number. */
    public int fd() {
        return fd;
    }

    /** How it came to be there. */
    public How how() {
        return how;
    }

    /** In which line. */
    public long line() {
        return line;
    }

    /** {@code read}, {@code write} or {@code both}. */
    public String end() {
        return reads == null ? "write" : writes == null ? "read" : "both";
    }

    /** When that was; −1 where the log has no times. */
    public long time() {
        return time;
    }

    /** Whether execve(2) closes it. */
    public boolean closeOnExec() {
        return closeOnExec;
    }

    /** The line of the last execve(2) that it was kept through; 0 for none. */
    public long execLine() {
        return execLine;
    }

    /** How many bytes went through it. */
    public long bytes() {
        return bytes;
    }

    /** The line in which it went; 0 while it is there. */
    public long until() {
        return until;
    }

    /** When that was; −1 while it is there, and where the log has no times. */
    public long untilTime() {
        return untilTime;
    }

    /** What took it: {@code close}, {@code execve}, {@code exit} …; null while it is there. */
    public String ended() {
        return ended;
    }

    /**
     * Whether it looks like a leak: inherited, kept through execve(2) under a number above 2, never
     * used, and never closed by the program that got it.
     */
    public boolean leaked() {
        return how == How.INHERITED
                && execLine > 0
                && fd > 2
                && bytes == 0
                && (ended == null || ended.equals("exit"));
    }
}
