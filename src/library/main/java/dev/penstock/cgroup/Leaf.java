package dev.penstock.cgroup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes a cgroup's directory in one hierarchy, with its limits, where this process may.
 *
 * <p>In version 1 that is below this process's own. In version 2 a cgroup that has processes itself
 * cannot hand its controllers on, the topmost one apart; so where there is something to limit it
 * may have to be beside this process's own.
 */
final class Leaf {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private static final String DELEGATE =
            "a subtree of its own is what `systemd-run --user --scope -p Delegate=yes` gives, with"
                    + " this process moved into a child of it; or run as root";

    private Leaf() {}

    /**
     * @param limits the files to write, by controller
     * @throws CgroupException naming the file, the right and the remedy; nothing is left
     */
    static Path make(Hierarchy hierarchy, Map<String, Map<String, String>> limits)
            throws CgroupException {
        Path parent = parent(hierarchy, limits.keySet());
        Path directory = parent.resolve(name());
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException leftByAnother) {
            // Of a process that had our pid and was killed.
            return make(hierarchy, limits);
        } catch (IOException e) {
            throw CgroupException.of(
                    "cannot make a cgroup, for want of write permission in " + parent + ":",
                    directory,
                    e,
                    DELEGATE);
        }
        try {
            for (Map<String, String> files : limits.values()) {
                limit(directory, files);
            }
            return directory;
        } catch (CgroupException e) {
            remove(directory, e);
            throw e;
        }
    }

    private static String name() {
        return "penstock-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
    }

    private static Path parent(Hierarchy hierarchy, Set<String> controllers)
            throws CgroupException {
        Path own = hierarchy.own();
        if (!hierarchy.version2() || controllers.isEmpty()) {
            return own;
        }
        CgroupException refused;
        try {
            handOn(own, controllers);
            return own;
        } catch (CgroupException e) {
            refused = e;
        }
        if (own.equals(hierarchy.top())) {
            throw refused;
        }
        try {
            handOn(own.getParent(), controllers);
            return own.getParent();
        } catch (CgroupException e) {
            refused.addSuppressed(e);
            throw refused;
        }
    }

    /** Sees to it that the children of a cgroup have these controllers. */
    private static void handOn(Path cgroup, Set<String> controllers) throws CgroupException {
        Path file = cgroup.resolve("cgroup.subtree_control");
        try {
            Set<String> enabled = Hierarchy.words(file);
            for (String controller : controllers) {
                if (!enabled.contains(controller)) {
                    ControlFile.write(file, "+" + controller);
                }
            }
        } catch (IOException e) {
            throw CgroupException.of(
                    "cannot hand on the controllers " + controllers + " by writing",
                    file,
                    e,
                    "it takes a cgroup without processes of its own: " + DELEGATE);
        }
    }

    private static void limit(Path directory, Map<String, String> files) throws CgroupException {
        for (Map.Entry<String, String> entry : files.entrySet()) {
            Path file = directory.resolve(entry.getKey());
            try {
                ControlFile.write(file, entry.getValue());
            } catch (NoSuchFileException e) {
                // A kernel that does not account for swap has no limit of it, and other kernels
                // have all the others.
                if (!entry.getKey().contains("sw")) {
                    throw CgroupException.of("cannot limit it:", file, e, "");
                }
            } catch (IOException e) {
                throw CgroupException.of("cannot write " + entry.getValue() + " to", file, e, "");
            }
        }
    }

    private static void remove(Path directory, CgroupException because) {
        try {
            Files.delete(directory);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
