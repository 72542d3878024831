/**
 * Verdicts on pipes that stall: {@link dev.penstock.diagnosis.inspect.Inspector} takes two
 * snapshots, makes a wait-for graph of what did not change between them, and has each rule look at
 * it.
 *
 * <pre>
 * Inspector ─→ Interval (two snapshots) ─→ WaitEdges ─→ WaitGraph ─→ who is stuck
 *     └─→ Scene ─→ OrphanWriters, Knots, BlockedWriters, Quiet ─→ Finding, with its evidence
 * </pre>
 *
 * <p>Never a false DEADLOCK: whatever is not known, and whoever was given a CPU between the looks,
 * is free in the graph, and one free way out is enough to make it none.
 */
package dev.penstock.diagnosis.inspect;
