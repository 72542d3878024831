package dev.penstock.internal.procfs;

/**
 * What {@code /proc/PID/task/TID/schedstat} says of a thread (sched-stats.rst of the kernel).
 *
 * @param nanos how long it has been on a CPU
 * @param runs how often it has been given one
 */
public record CpuTime(long nanos, long runs) {
    /**
     * Reads the file's text: three numbers, of which the second is how long it was ready for a CPU.
     *
     * @param text the whole file
     * @return its numbers
     * @throws IllegalArgumentException if it is not of that form
     */
    public static CpuTime parse(String text) {
        String[] numbers = text.strip().split(" ");
        if (numbers.length != 3) {
            throw new IllegalArgumentException(numbers.length + " fields where there are 3");
        }
        return new CpuTime(Long.parseLong(numbers[0]), Long.parseLong(numbers[2]));
    }
}
