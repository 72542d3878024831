package dev.penstock.scenario;

/**
 * One round of one contender.
 *
 * @param nanos as it measured itself
 * @param work what was done: bytes, children, exchanges
 * @param check to be the same for all contenders
 * @param cpuNanos processor time of the contender's own, its children's not included; of a whole
 *     process, theirs as well
 * @param threads the most that were seen at once, looking every 25 ms
 * @param rssBytes the most memory the process has had so far, earlier rounds included: VmHWM
 */
record Round(long nanos, long work, long check, long cpuNanos, int threads, long rssBytes) {
    /** What was not looked at. */
    static final int UNKNOWN = -1;
}
