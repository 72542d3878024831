package dev.penstock.cgroup;

import dev.penstock.internal.sys.FileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A hierarchy of cgroups that is mounted here, and where this process is in it. A system has one of
 * version 2, or one of version 1 for each controller, or, called hybrid, both.
 *
 * @param version2 whether it is that version's
 * @param controllers what can be limited in it
 * @param top where it is mounted
 * @param own this process's own cgroup
 */
record Hierarchy(boolean version2, Set<String> controllers, Path top, Path own) {

    /** Those that this process sees. */
    static List<Hierarchy> all() throws IOException {
        return of(read(Path.of("/proc/self/mountinfo")), read(Path.of("/proc/self/cgroup")));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** From the contents of the two files that proc(5) and cgroups(7) describe. */
    static List<Hierarchy> of(String mountinfo, String cgroups) throws IOException {
        List<Hierarchy> found = new ArrayList<>();
        for (String mount : mountinfo.split("\n")) {
            // 31 23 0:28 ROOT MOUNTPOINT OPTIONS [TAGS…] - TYPE SOURCE SUPEROPTIONS
            int dash = mount.indexOf(" - cgroup");
            if (dash < 0) {
                continue;
            }
            String[] before = mount.split(" ");
            String[] after = mount.substring(dash + 3).split(" ");
            boolean version2 = after[0].equals("cgroup2");
            List<String> options = Arrays.asList(after[after.length - 1].split(","));
            String own = ownPath(cgroups, version2, options);
            String top = unescaped(before[4]);
            String within = own == null ? null : within(unescaped(before[3]), own);
            if (within == null) {
                continue;
            }
            Path directory = path(top + "/" + within);
            Path offered = directory.resolve("cgroup.controllers");
            if (!version2 || Files.isReadable(offered)) {
                Set<String> controllers = version2 ? words(offered) : new LinkedHashSet<>(options);
                found.add(new Hierarchy(version2, controllers, path(top), directory));
            }
        }
        return found;
    }

    /**
     * A line of /proc/self/cgroup is {@code ID:CONTROLLERS:PATH}, with version 2's as {@code 0::}.
     */
    private static String ownPath(String cgroups, boolean version2, List<String> options) {
        for (String line : cgroups.split("\n")) {
            String[] fields = line.split(":", 3);
            if (fields.length < 3) {
                continue;
            }
            boolean isIt =
                    version2
                            ? fields[0].equals("0") && fields[1].isEmpty()
                            : !fields[1].isEmpty()
                                    && options.containsAll(Arrays.asList(fields[1].split(",")));
            if (isIt) {
                return fields[2];
            }
        }
        return null;
    }

    /**
     * Where this process's cgroup is below the mount's top. A mount may show a part of the
     * hierarchy only: null where this process is not within it.
     */
    private static String within(String root, String own) {
        if (own.startsWith("/..")) {
            return null;
        }
        if (root.equals("/")) {
            return own.substring(1);
        }
        if (own.equals(root)) {
            return "";
        }
        return own.startsWith(root + "/") ? own.substring(root.length() + 1) : null;
    }

    /** The path of a name as it was read: a character for each byte. */
    private static Path path(String name) {
        return FileName.path(name.getBytes(StandardCharsets.ISO_8859_1)).normalize();
    }

    /** mountinfo writes space, tab, newline and backslash as octal numbers. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    static Set<String> words(Path file) throws IOException {
        Set<String> words = new LinkedHashSet<>(Arrays.asList(read(file).strip().split(" ")));
        words.remove("");
        return words;
    }
}
