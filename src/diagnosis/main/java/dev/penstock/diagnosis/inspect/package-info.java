/**
 * The way to verdicts by looking at processes that run: {@link
 * dev.penstock.diagnosis.inspect.Inspector} takes two snapshots, makes a wait-for graph of what did
 * not change between them, and has each rule look at it.
 *
 * <pre>
 * Inspector ─→ Interval (two snapshots) ─→ LiveWakers ─→ WaitGraph ─→ who is stuck
 *     └─→ LiveScene ─→ rule.Rules ─→ Finding, with its evidence
 * </pre>
 */
package dev.penstock.diagnosis.inspect;
