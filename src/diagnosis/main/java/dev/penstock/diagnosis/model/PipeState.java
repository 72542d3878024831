package dev.penstock.diagnosis.model;

/**
 * What a pipe itself answers.
 *
 * @param capacity F_GETPIPE_SZ, in bytes; −1 for a socket
 * @param slots how many buffers of a page that is; −1 for a socket
 * @param unread FIONREAD, in bytes
 */
public record PipeState(long capacity, int slots, long unread) {}
