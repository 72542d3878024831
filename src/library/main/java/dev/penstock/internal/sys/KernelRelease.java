package dev.penstock.internal.sys;

/**
 * A kernel's release, as uname(2) gives it, and what is known of releases.
 *
 * @param major the first number
 * @param minor the second
 * @param patch the third; a distribution may leave it at 0 and repair things nevertheless
 */
public record KernelRelease(int major, int minor, int patch) {
    /** The first release of each stable series in which F_SETPIPE_SZ wakes every writer again. */
    private static final KernelRelease[] REPAIRED = {
        new KernelRelease(5, 10, 210),
        new KernelRelease(5, 15, 149),
        new KernelRelease(6, 1, 76),
        new KernelRelease(6, 6, 15),
        new KernelRelease(6, 7, 3)
    };

    /**
     * The kernel that this process runs on.
     *
     * @return its release
     */
    public static KernelRelease running() {
        // The JVM takes it from uname(2).
        return parse(System.getProperty("os.version", ""));
    }

    /**
     * Reads a release.
     *
     * @param release such as {@code 6.1.0-18-amd64}
     * @return its numbers; 0 for what is missing or no number
     */
    public static KernelRelease parse(String release) {
        int[] numbers = new int[3];
        int at = 0;
        for (int i = 0; i < numbers.length; i++) {
            while (at < release.length() && isDigit(release.charAt(at))) {
                numbers[i] = 10 * numbers[i] + release.charAt(at++) - '0';
            }
            if (at >= release.length() || release.charAt(at) != '.') {
                break;
            }
            at++;
        }
        return new KernelRelease(numbers[0], numbers[1], numbers[2]);
    }

    /**
     * Whether a writer that sleeps in a full pipe can sleep on although the pipe is made larger
     * (CVE-2023-52672): from 5.8 on, F_SETPIPE_SZ woke the writer before the writer could see the
     * room. Called once more, it wakes the writer, who then sees the room.
     *
     * @return true also for a release that is not known, and for a kernel that was repaired without
     *     another number
     */
    public boolean mayLeaveWriterAsleep() {
        for (KernelRelease repaired : REPAIRED) {
            if (repaired.major == major && repaired.minor == minor) {
                return patch < repaired.patch;
            }
        }
        boolean before = major < 5 || major == 5 && minor < 8;
        boolean after = major > 6 || major == 6 && minor > 7;
        return major == 0 || !before && !after;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
