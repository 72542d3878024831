package dev.penstock.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a child runs as: user, group and supplementary groups, all three set, real, effective and
 * saved alike. It takes root, or {@code CAP_SETUID} and {@code CAP_SETGID}. A user other than root
 * keeps no capability. The environment is not touched: {@code HOME} and {@code USER} are the
 * caller's affair. Immutable.
 *
 * @param uid the user's number
 * @param gid the group's number
 * @param groups the supplementary groups; none unless named
 */
public record Identity(long uid, long gid, List<Long> groups) {
    /** {@code (uid_t) -1} means "leave it" to setresuid(2). */
    private static final long LARGEST = 0xffff_fffeL;

    /**
     * @throws IllegalArgumentException for a number that is none of a user or group
     */
    public Identity {
        check("user", uid);
        check("group", gid);
        groups = List.copyOf(groups);
        for (long group : groups) {
            check("group", group);
        }
    }

    private static void check(String what, long id) {
        if (id < 0 || id > LARGEST) {
            throw new IllegalArgumentException("no number of a " + what + ": " + id);
        }
    }

    /** This user and this group, and no other. */
    public static Identity of(long uid, long gid) {
        return new Identity(uid, gid, List.of());
    }

    /**
     * A user of this machine with all groups, as {@code /etc/passwd} and {@code /etc/group} have
     * them now. Users of a directory service are not found there; give their numbers.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public static Identity user(String name) {
        for (String[] user : entries("/etc/passwd", 4)) {
            if (user[0].equals(name)) {
                return new Identity(Long.parseLong(user[2]), Long.parseLong(user[3]), with(name));
            }
        }
        throw new IllegalArgumentException("no user '" + name + "' in /etc/passwd");
    }

    private static List<Long> with(String member) {
        List<Long> groups = new ArrayList<>();
        for (String[] group : entries("/etc/group", 4)) {
            if (List.of(group[3].split(",")).contains(member)) {
                groups.add(Long.valueOf(group[2]));
            }
        }
        return groups;
    }

    private static List<String[]> entries(String file, int fields) {
        List<String[]> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1)) {
                String[] entry = line.split(":", -1);
                if (entry.length >= fields && !line.startsWith("#")) {
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look up users", e);
        }
        return entries;
    }
}
