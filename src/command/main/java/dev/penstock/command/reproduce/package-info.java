/**
 * {@code penstock reproduce}. A {@code Demonstration} is the course of it: a {@code StallTrigger}
 * stalls the child, {@code dev.penstock.diagnosis.stall} finds out who sleeps where, each cure of
 * {@code dev.penstock.command.reproduce.cure} runs the same child again, and the rest shows all
 * that, to people while it happens or to machines at the end.
 */
package dev.penstock.command.reproduce;
