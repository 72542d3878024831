package dev.penstock.internal.procfs;

/**
 * One descriptor of one process which keeps an end of a pipe open.
 *
 * @param pid the process
 * @param fd its descriptor
 * @param end which end that is
 * @param command the command line, shortened for people
 */
public record PipeHolder(int pid, int fd, End end, String command) {}
