package dev.penstock.scenario;

/**
 * One round of one entrant.
 *
 * @param nanos as it measured itself
 * @param work what was done: bytes, children, exchanges
 * @param check to be the same for all entrants
 * @param cpuNanos processor time of the entrant's own, its children's not included
 * @param threads the most that were seen at once
 * @param rssBytes the most memory it has had so far: VmHWM
 */
record Round(long nanos, long work, long check, long cpuNanos, int threads, long rssBytes) {
    /** What was not looked at. */
    static final int UNKNOWN = -1;
}
