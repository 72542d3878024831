package dev.penstock.internal.pump;

/**
 * Whether a pipe may be grown while it is written to. On some kernels {@code F_SETPIPE_SZ} leaves a
 * writer asleep that slept because the pipe was full, and nothing wakes it later: a read does so
 * only where it finds the pipe full, and the grown one is not (CVE-2023-52672). The reader cannot
 * rule that out, since the pipe may fill up between its last read and the call.
 */
final class SafeGrowth {
    /** From here on all are mended. */
    private static final int[] MENDED = {6, 8};

    /** The releases of older series that are. */
    private static final int[][] MENDED_IN = {
        {5, 10, 210}, {5, 15, 149}, {6, 1, 76}, {6, 6, 15}, {6, 7, 3}
    };

    private SafeGrowth() {}

    static boolean onThisKernel() {
        // It is what uname(2) calls the release.
        return on(System.getProperty("os.version"));
    }

    /**
     * Distributions that mend a kernel without raising its number are taken for unmended.
     *
     * @param release such as {@code 6.1.76-generic}
     */
    static boolean on(String release) {
        int[] numbers = new int[3];
        int at = 0;
        for (int i = 0; i < numbers.length && at < release.length(); i++) {
            while (at < release.length() && isDigit(release.charAt(at))) {
                numbers[i] = 10 * numbers[i] + release.charAt(at++) - '0';
            }
            if (at < release.length() && release.charAt(at++) != '.') {
                break;
            }
        }
        for (int[] series : MENDED_IN) {
            if (numbers[0] == series[0] && numbers[1] == series[1]) {
                return numbers[2] >= series[2];
            }
        }
        return numbers[0] > MENDED[0] || (numbers[0] == MENDED[0] && numbers[1] >= MENDED[1]);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
