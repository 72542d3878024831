/**
 * The way to verdicts by a log of strace, after the fact: {@link
 * dev.penstock.diagnosis.trace.Trace} reads its lines one by one, rebuilds who held which end of
 * which pipe, and has each rule look at a call that has waited long, before it is freed.
 *
 * <pre>
 * log.LineReader ─→ log.LineParser ─→ Trace ─┬→ Ownership (who holds what)
 *                                           ├→ Traffic (bytes in and out)
 *                                           └→ BlockedCalls ─→ LogScene ─→ rule.Rules ─→ Finding
 * </pre>
 *
 * <p>A log can be cut anywhere, miss processes, and have begun long after the pipes were made: what
 * it does not show counts as free to go on, so it can hide a deadlock and never invent one. One
 * thread.
 */
package dev.penstock.diagnosis.trace;
