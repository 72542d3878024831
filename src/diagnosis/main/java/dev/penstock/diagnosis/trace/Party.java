package dev.penstock.diagnosis.trace;

/**
 * Somebody who can wait for somebody: a thread, or a process, which goes on when any thread does.
 */
sealed interface Party permits Proc, Task {}
