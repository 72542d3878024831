package dev.penstock.cli;

import java.time.Duration;

/**
 * One look at a filling pipe.
 *
 * @param at since the child was started
 * @param unread bytes in the pipe
 */
record Sample(Duration at, long unread) {}
