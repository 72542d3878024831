package dev.penstock.diagnosis.stall;

import dev.penstock.internal.procfs.PipeHolders;

/**
 * A pipe that is full, with a writer asleep in it: the writer waits for the holders of the read
 * end.
 *
 * @param unread bytes in the pipe
 * @param writer the task that is asleep
 * @param holders of the pipe, both ends
 */
public record FullPipe(long unread, SleepingWrite writer, PipeHolders holders) {}
