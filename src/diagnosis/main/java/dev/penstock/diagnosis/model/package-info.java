/**
 * The vocabulary of diagnosis: a {@link dev.penstock.diagnosis.model.Scene} says what each thread
 * waits for ({@link dev.penstock.diagnosis.model.Wait}) and who could wake it, a {@link
 * dev.penstock.diagnosis.model.Rule} looks at the scene, and a {@link
 * dev.penstock.diagnosis.model.Finding} has the verdict, the chain of those who wait, the culprit
 * and the evidence. {@link dev.penstock.diagnosis.model.WaitGraph} searches for those who can never
 * go on. Nothing here looks at a process or a log.
 */
package dev.penstock.diagnosis.model;
