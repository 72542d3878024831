/**
 * The lines of strace's logs, read as bytes: {@link dev.penstock.diagnosis.trace.log.LineReader}
 * cuts a stream into lines, {@link dev.penstock.diagnosis.trace.log.LineParser} says what each is,
 * and {@link dev.penstock.diagnosis.trace.log.Call} takes a call's text apart. Nothing is allocated
 * for a line, and no line is fatal. Imports the JDK alone.
 */
package dev.penstock.diagnosis.trace.log;
