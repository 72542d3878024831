/**
 * {@code penstock run}, where the command's output passes through: cut line by line, or kept. The
 * command itself is run by penstock's first program, in native/run, which no JVM stands in front
 * of.
 */
package dev.penstock.command.run;
