/**
 * What every command of {@code penstock} is: a task that is given standard output, standard error
 * and what the terminal can show, and ends with an exit code or a failure told in one line.
 */
package dev.penstock.command.task;
