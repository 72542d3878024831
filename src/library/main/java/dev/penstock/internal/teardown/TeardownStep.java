package dev.penstock.internal.teardown;

import java.time.Duration;

/**
 * One signal of a teardown, and the time it is given.
 *
 * @param within 0 or more
 */
public record TeardownStep(int signal, Duration within) {}
