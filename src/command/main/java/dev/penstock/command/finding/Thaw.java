package dev.penstock.command.finding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command that thaws a control group: cgroup-v2.rst and freezer-subsystem.rst of the kernel.
 */
final class Thaw {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    /** Docker names a container's group by its id, of 64 digits. */
    private static final Pattern DOCKER = Pattern.compile("docker[/-]([0-9a-f]{12})[0-9a-f]{52}");

    private Thaw() {}

    /** For a group as /proc/PID/cgroup names it; whoever is frozen may be so by a group above. */
    static String command(String group) {
        return command(GROUPS, group);
    }

    static String command(Path groups, String group) {
        Matcher docker = DOCKER.matcher(group);
        if (docker.find()) {
            return "docker unpause " + docker.group(1);
        }
        for (Path at = Path.of("/" + group).normalize();
                at != null && at.getNameCount() > 0;
                at = at.getParent()) {
            Path first = groups.resolve("freezer" + at).resolve("freezer.state");
            if (holds(first, "FROZEN")) {
                return "echo THAWED | sudo tee " + quoted(first);
            }
            // On a host with both versions the second one has a folder of its own.
            for (Path root : List.of(groups, groups.resolve("unified"))) {
                Path second = root.resolve(at.toString().substring(1)).resolve("cgroup.freeze");
                if (holds(second, "1")) {
                    return "echo 0 | sudo tee " + quoted(second);
                }
            }
        }
        return "";
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file).strip().equals(text);
        } catch (IOException e) {
            return false; // not this kind of group, or not to be read: then the words must do
        }
    }

    private static String quoted(Path file) {
        String text = file.toString();
        return text.matches("[A-Za-z0-9_./@:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
