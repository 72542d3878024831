package dev.penstock.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stops all processes of a cgroup at once: version 1's {@code freezer.state}, or version 2's {@code
 * cgroup.freeze}, Linux 5.2. Where there is neither, does nothing.
 */
final class Freezer {
    /**
     * How often to look whether it has come to a standstill; then it is worth trying all the same.
     */
    private static final int LOOKS = 100;

    private final Path file;
    private final String frozen;
    private final String thawed;

    private Freezer(Path file, String frozen, String thawed) {
        this.file = file;
        this.frozen = frozen;
        this.thawed = thawed;
    }

    static Freezer of(Path directory) {
        Path version1 = directory.resolve("freezer.state");
        if (Files.exists(version1)) {
            return new Freezer(version1, "FROZEN", "THAWED");
        }
        Path version2 = directory.resolve("cgroup.freeze");
        return Files.exists(version2)
                ? new Freezer(version2, "1", "0")
                : new Freezer(null, null, null);
    }

    /** Waits for it, for some milliseconds: a task in an uninterruptible sleep holds it up. */
    void freeze() throws IOException {
        if (file == null) {
            return;
        }
        ControlFile.write(file, frozen);
        for (int look = 0; look < LOOKS && !isFrozen(); look++) {
            Thread.yield();
        }
    }

    private boolean isFrozen() throws IOException {
        if (frozen.equals("1")) {
            Path events = file.resolveSibling("cgroup.events");
            return ControlFile.number(events, "frozen").orElse(1) == 1;
        }
        // Reading it is what makes FREEZING into FROZEN.
        return ControlFile.read(file).strip().equals(frozen);
    }

    void thaw() throws IOException {
        if (file != null) {
            ControlFile.write(file, thawed);
        }
    }
}
