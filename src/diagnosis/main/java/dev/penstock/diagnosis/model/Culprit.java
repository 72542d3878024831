package dev.penstock.diagnosis.model;

/**
 * Who could end the stall, and through which descriptor.
 *
 * @param fd the descriptor; −1 where it is not about one
 * @param role what it holds: {@code reader}, {@code writer} or {@code peer}
 * @param command its command line, shortened
 */
public record Culprit(int pid, int fd, String role, String command) {}
