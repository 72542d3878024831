package dev.penstock.diagnosis.rescue;

import dev.penstock.internal.procfs.ProcFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A kernel's version, as {@code /proc/sys/kernel/osrelease} begins with it.
 *
 * @param major the first number
 * @param minor the second
 * @param patch the third; a distribution may leave it at 0 and repair things nevertheless
 */
record KernelVersion(int major, int minor, int patch) {
    /** What the stable series that have it were repaired by; all after 6.7 are. */
    private static final KernelVersion[] REPAIRED = {
        new KernelVersion(5, 10, 210),
        new KernelVersion(5, 15, 149),
        new KernelVersion(6, 1, 76),
        new KernelVersion(6, 6, 15),
        new KernelVersion(6, 7, 3)
    };

    /** This kernel's. */
    static KernelVersion running() throws IOException {
        return parse(ProcFile.text(Path.of("/proc/sys/kernel/osrelease")));
    }

    /** Of {@code 6.1.0-18-amd64}: what is missing or no number is 0. */
    static KernelVersion parse(String release) {
        int[] numbers = new int[3];
        int at = 0;
        for (int i = 0; i < numbers.length; i++) {
            while (at < release.length() && Character.isDigit(release.charAt(at))) {
                numbers[i] = 10 * numbers[i] + release.charAt(at++) - '0';
            }
            if (at >= release.length() || release.charAt(at) != '.') {
                break;
            }
            at++;
        }
        return new KernelVersion(numbers[0], numbers[1], numbers[2]);
    }

    /**
     * Whether a writer can sleep on in a full pipe that is made larger (CVE-2023-52672): from 5.8
     * on it was woken before it could see the room. Resized once more, it is woken and sees it.
     */
    boolean mayLeaveWriterAsleep() {
        if (major != 5 && major != 6 || major == 5 && minor < 8 || major == 6 && minor > 7) {
            return false;
        }
        for (KernelVersion repaired : REPAIRED) {
            if (repaired.major == major && repaired.minor == minor) {
                return patch < repaired.patch;
            }
        }
        return true;
    }
}
