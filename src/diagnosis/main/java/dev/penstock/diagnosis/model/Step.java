package dev.penstock.diagnosis.model;

import java.util.Optional;

/**
 * One who waits, in the chain that a finding prints.
 *
 * @param threads how many threads the process has
 * @param command the process's command line, shortened; null where a log does not tell it
 * @param waits what the thread waits for
 * @param text the same in words: as a log has the call
 * @param line the line of the log in which the call began; 0 where nothing was logged
 */
public record Step(
        int pid, int tid, int threads, String command, Wait waits, String text, long line) {
    /**
     * The file that it waits on.
     *
     * @return as descriptors' links name it
     */
    public Optional<String> file() {
        return waits.file();
    }
}
