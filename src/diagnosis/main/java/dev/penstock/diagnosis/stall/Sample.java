package dev.penstock.diagnosis.stall;

import java.time.Duration;

/**
 * One look at a filling pipe.
 *
 * @param at since the watch began
 * @param unread bytes in the pipe
 */
public record Sample(Duration at, long unread) {}
