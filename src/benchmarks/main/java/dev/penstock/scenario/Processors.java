package dev.penstock.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two processors that contenders are pinned to: the first that this process may use. */
final class Processors {
    private static final String ALLOWED = "Cpus_allowed_list:";

    static final String FIRST;

    /** The same as the first where there is only one. */
    static final String SECOND;

    static {
        String[] two = firstTwo(allowed());
        FIRST = two[0];
        SECOND = two[1];
    }

    private Processors() {}

    /** Of a list as the kernel writes it: {@code 0-3,8}. */
    static String[] firstTwo(String list) {
        String[] ranges = list.split(",");
        String[] ends = ranges[0].split("-");
        int first = Integer.parseInt(ends[0]);
        if (ends.length > 1) {
            return new String[] {ends[0], Integer.toString(first + 1)};
        }
        return new String[] {ends[0], ranges.length > 1 ? ranges[1].split("-")[0] : ends[0]};
    }

    private static String allowed() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(ALLOWED)) {
                    return line.substring(ALLOWED.length()).strip();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no " + ALLOWED + " in /proc/self/status");
    }

    /** Which of the machine's are one core with the first: then "cross CPU" is hardly across. */
    static String siblings() throws IOException {
        Path list =
                Path.of("/sys/devices/system/cpu/cpu" + FIRST + "/topology/thread_siblings_list");
        return Files.exists(list) ? Files.readString(list).strip() : "unknown";
    }
}
