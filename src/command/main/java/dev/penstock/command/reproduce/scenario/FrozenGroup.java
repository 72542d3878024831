package dev.penstock.command.reproduce.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A control group whose processes are kept from running, as {@code docker pause} does. */
final class FrozenGroup implements AutoCloseable {
    /** Freezes nothing. */
    static final FrozenGroup NONE = new FrozenGroup(null, "", "", "");

    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/freezer");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    private final Path group;
    private final String control;
    private final String freeze;
    private final String thaw;

    private FrozenGroup(Path group, String control, String freeze, String thaw) {
        this.group = group;
        this.control = control;
        this.freeze = freeze;
        this.thaw = thaw;
    }

    static boolean usable() {
        return Files.isWritable(VERSION_1.resolve("cgroup.procs"))
                || Files.isWritable(VERSION_2.resolve("cgroup.procs"));
    }

    /** Puts a process into a new control group, and freezes that. */
    static FrozenGroup freeze(int pid, Duration limit) throws IOException, InterruptedException {
        FrozenGroup freezer =
                Files.isWritable(VERSION_1.resolve("cgroup.procs"))
                        ? new FrozenGroup(
                                group(VERSION_1, pid), "freezer.state", "FROZEN", "THAWED")
                        : new FrozenGroup(group(VERSION_2, pid), "cgroup.freeze", "1", "0");
        Files.writeString(freezer.group.resolve("cgroup.procs"), Integer.toString(pid));
        freezer.write(freezer.freeze);
        long begun = System.nanoTime();
        while (!freezer.isFrozen()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new IOException(freezer.group + " is not frozen yet");
            }
            Thread.sleep(10);
        }
        return freezer;
    }

    private static Path group(Path mount, int pid) throws IOException {
        return Files.createDirectory(mount.resolve("penstock-corpus-" + pid));
    }

    private boolean isFrozen() throws IOException {
        return control.equals("freezer.state")
                ? Files.readString(group.resolve(control)).startsWith("FROZEN")
                : Files.readString(group.resolve("cgroup.events")).contains("frozen 1");
    }

    private void write(String value) throws IOException {
        Files.writeString(group.resolve(control), value);
    }

    /** Lets them run, so that a signal can end them. */
    void thaw() throws IOException {
        if (group != null) {
            write(thaw);
        }
    }

    /** Removes the group, in which no process may be left. */
    @Override
    public void close() throws IOException {
        if (group != null) {
            Files.deleteIfExists(group);
        }
    }
}
