package dev.penstock.diagnosis.snapshot;

import dev.penstock.internal.procfs.End;

/**
 * A descriptor that keeps an end of a pipe, a socket or a locked file open.
 *
 * @param pid the process
 * @param fd its descriptor
 * @param end which end
 * @param closeOnExec execve(2) closes it
 * @param locked a lock on the file was taken through it
 */
public record Holder(int pid, int fd, End end, boolean closeOnExec, boolean locked) {}
