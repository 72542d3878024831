/**
 * What is the case at one moment: {@link dev.penstock.diagnosis.snapshot.Snapshot} has every
 * process, what each of its threads waits for ({@link dev.penstock.diagnosis.model.Wait}), and of
 * each pipe that one waits for, who holds it and what is in it. It says what is seen and draws no
 * conclusion.
 *
 * <p>Nothing here disturbs what it looks at: {@code /proc} is read, and of a pipe a read end is
 * opened for a moment where somebody holds one already ({@link
 * dev.penstock.diagnosis.snapshot.PipeProbe}).
 */
package dev.penstock.diagnosis.snapshot;
