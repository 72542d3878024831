package dev.penstock.internal.procfs;

/**
 * The counters of {@code /proc/PID/io} (proc_pid_io(5)). A call is counted when it returns: a
 * write(2) that sleeps is in neither {@link #wchar} nor {@link #syscw}, even where part of its
 * bytes are in the pipe.
 *
 * @param rchar bytes that read-like calls returned, from whatever file
 * @param wchar bytes that write-like calls took, to whatever file
 * @param syscr read-like calls that returned
 * @param syscw write-like calls that returned
 */
public record TaskIo(long rchar, long wchar, long syscr, long syscw) {
    /**
     * Reads the file's text.
     *
     * @param text the whole file
     * @return its counters
     * @throws IllegalArgumentException if one is missing
     */
    public static TaskIo parse(String text) {
        return new TaskIo(
                Long.parseLong(Fields.value(text, "rchar")),
                Long.parseLong(Fields.value(text, "wchar")),
                Long.parseLong(Fields.value(text, "syscr")),
                Long.parseLong(Fields.value(text, "syscw")));
    }
}
