package dev.penstock.internal.spawn;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A child's environment: this process's own, or none, and changes to it. Immutable.
 *
 * <p>What is inherited is taken from {@code /proc/self/environ}, byte for byte: {@link
 * System#getenv} has decoded it, which loses what is not in the JVM's character set.
 *
 * @param inherits whether this process's own is the base
 * @param changes by name; a null value takes the variable away
 */
public record Environment(boolean inherits, Map<String, String> changes) {
    public static final Environment INHERITED = new Environment(true, Map.of());
    public static final Environment EMPTY = new Environment(false, Map.of());

    /** Null until it has been read. */
    private static volatile List<byte[]> own;

    /**
     * This process's own.
     *
     * @throws UncheckedIOException if it cannot be read; the next call tries again
     */
    private static List<byte[]> own() {
        List<byte[]> known = own;
        if (known == null) {
            known = read();
            own = known;
        }
        return known;
    }

    private static List<byte[]> read() {
        byte[] block;
        try (FileInputStream in = new FileInputStream("/proc/self/environ")) {
            block = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read this process's environment", e);
        }
        List<byte[]> entries = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < block.length; i++) {
            if (block[i] == 0) {
                entries.add(Arrays.copyOfRange(block, start, i));
                start = i + 1;
            }
        }
        return List.copyOf(entries);
    }

    /**
     * @param value null to take the variable away
     */
    public Environment with(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                    "not a name for an environment variable: '" + name + "'");
        }
        CString.check("environment variable '" + name.replace('\0', '?') + "'", name);
        if (value != null) {
            CString.check("the value of environment variable '" + name + "'", value);
        }
        Map<String, String> more = new LinkedHashMap<>(changes);
        more.put(name, value);
        return new Environment(inherits, Collections.unmodifiableMap(more));
    }

    /** This process's own PATH, or what the C library takes where there is none. */
    static byte[] searchPath() {
        for (byte[] entry : own()) {
            if (name(entry).equals("PATH")) {
                return Arrays.copyOfRange(entry, "PATH=".length(), entry.length);
            }
        }
        return CString.bytes("/bin:/usr/bin");
    }

    /** The entries, {@code NAME=VALUE}, without their terminating NULs. */
    List<byte[]> entries() {
        List<byte[]> base = inherits ? own() : List.of();
        if (changes.isEmpty()) {
            return base;
        }
        List<byte[]> entries = new ArrayList<>();
        for (byte[] entry : base) {
            if (!changes.containsKey(name(entry))) {
                entries.add(entry);
            }
        }
        changes.forEach(
                (name, value) -> {
                    if (value != null) {
                        entries.add(CString.bytes(name + "=" + value));
                    }
                });
        return entries;
    }

    private static String name(byte[] entry) {
        int end = 0;
        while (end < entry.length && entry[end] != '=') {
            end++;
        }
        return new String(entry, 0, end, StandardCharsets.UTF_8);
    }
}
