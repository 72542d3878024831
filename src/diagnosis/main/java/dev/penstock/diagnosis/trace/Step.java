package dev.penstock.diagnosis.trace;

/**
 * One who waits, in the chain that a finding prints.
 *
 * @param pid the process
 * @param tid its thread
 * @param command the program
 * @param call the call that it is in, shortened
 * @param line the line in which that began
 * @param pipe the pipe that it waits on, by name; null if that is none
 */
public record Step(int pid, int tid, String command, String call, long line, String pipe) {}
