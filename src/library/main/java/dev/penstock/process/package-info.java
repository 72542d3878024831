/**
 * Child processes: {@link dev.penstock.process.Command} describes one, {@link
 * dev.penstock.process.Child} is one that was started, and {@link dev.penstock.process.Outcome} is
 * what became of it.
 */
package dev.penstock.process;
