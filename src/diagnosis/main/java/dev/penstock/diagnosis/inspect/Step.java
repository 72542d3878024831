package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.Wait;
import java.util.Optional;

/**
 * One who waits, in the chain that a finding prints.
 *
 * @param pid the process
 * @param tid its thread
 * @param threads how many threads the process has
 * @param command the process's command line, shortened
 * @param waits what the thread waits for
 * @param pipe the pipe that it waits on, as descriptors' links name it
 */
public record Step(
        int pid, int tid, int threads, String command, Wait waits, Optional<String> pipe) {}
