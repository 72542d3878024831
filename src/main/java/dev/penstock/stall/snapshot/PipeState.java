package dev.penstock.stall.snapshot;

/**
 * What a pipe itself answers.
 *
 * @param capacity F_GETPIPE_SZ, in bytes
 * @param slots how many buffers of a page that is
 * @param unread FIONREAD, in bytes
 */
public record PipeState(long capacity, int slots, long unread) {}
