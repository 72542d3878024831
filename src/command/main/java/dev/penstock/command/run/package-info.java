/**
 * {@code penstock run}. What becomes of the child's output is a {@code Streams}: inherited, cut
 * line by line, or captured.
 */
package dev.penstock.command.run;
