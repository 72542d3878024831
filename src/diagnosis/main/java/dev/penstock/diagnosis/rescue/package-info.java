/**
 * Frees a program that hangs because nobody reads what it has written: {@link
 * dev.penstock.diagnosis.rescue.PipeEnd} finds the pipe or socket behind a descriptor of any
 * process and refuses everything else; {@link dev.penstock.diagnosis.rescue.Backlog} is what lies
 * in it unread, which can be copied without taking it; {@link dev.penstock.diagnosis.rescue.Growth}
 * makes a pipe larger, and {@link dev.penstock.diagnosis.rescue.Drain} takes the bytes out into a
 * {@link dev.penstock.diagnosis.rescue.Store}; {@link dev.penstock.diagnosis.rescue.Writers} tells
 * whether that has helped.
 *
 * <p>No byte is taken before it is stored. Nobody's descriptor is changed, and none is kept longer
 * than the work takes: an end that is open here counts as a reader.
 */
package dev.penstock.diagnosis.rescue;
