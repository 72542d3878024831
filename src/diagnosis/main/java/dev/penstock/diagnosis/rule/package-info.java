/**
 * Verdicts, a rule each: {@link dev.penstock.diagnosis.rule.Rules} lists them, and has each look at
 * a {@link dev.penstock.diagnosis.model.Scene}, of processes that run or of a log.
 *
 * <p>Never a false DEADLOCK: whatever is not known, and whoever may go on by itself, is free in the
 * graph, and one free way out is enough to make it none.
 */
package dev.penstock.diagnosis.rule;
