package dev.penstock.internal.spawn;

import dev.penstock.internal.text.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A child's environment: this process's own, or none, and changes to it. Immutable.
 *
 * <p>What is inherited passes unchanged, whatever its bytes and names: see {@link OwnEnvironment}.
 *
 * @param inherits whether this process's own is the base
 * @param changes by name, in which a lone surrogate stands for each byte that is not UTF-8; a null
 *     value takes the variable away
 */
public record Environment(boolean inherits, Map<String, String> changes) {
    public static final Environment INHERITED = new Environment(true, Map.of());
    public static final Environment EMPTY = new Environment(false, Map.of());

    /** These variables and no other. */
    public static Environment of(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            put(all, variable.getKey(), Objects.requireNonNull(variable.getValue(), "value"));
        }
        return new Environment(false, Collections.unmodifiableMap(all));
    }

    /**
     * @param value null to take the variable away
     */
    public Environment with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(changes);
        put(more, name, value);
        return new Environment(inherits, Collections.unmodifiableMap(more));
    }

    private static void put(Map<String, String> to, String name, String value) {
        // Where a name ends, the C library looks for from its second byte on.
        if (name.isEmpty() || name.equals("=") || name.indexOf('=', 1) >= 0) {
            throw new IllegalArgumentException(
                    "not a name for an environment variable: '" + name + "'");
        }
        CString.check("environment variable '" + name.replace('\0', '?') + "'", name);
        if (value != null) {
            CString.check("the value of environment variable '" + name + "'", value);
        }
        byte[] bytes = CString.bytes(name);
        // Two strings may have the same bytes.
        to.put(Utf8.rawString(bytes, 0, bytes.length), value);
    }

    /** This process's own PATH, or what the C library takes where there is none. */
    static byte[] searchPath() throws IOException {
        for (byte[] entry : OwnEnvironment.entries()) {
            if (name(entry).equals("PATH")) {
                return Arrays.copyOfRange(entry, "PATH=".length(), entry.length);
            }
        }
        return CString.bytes("/bin:/usr/bin");
    }

    /** The entries, {@code NAME=VALUE}, without their terminating NULs. */
    List<byte[]> entries() throws IOException {
        List<byte[]> base = inherits ? OwnEnvironment.entries() : List.of();
        if (changes.isEmpty()) {
            return base;
        }
        List<byte[]> entries = new ArrayList<>();
        for (byte[] entry : base) {
            if (!changes.containsKey(name(entry))) {
                entries.add(entry);
            }
        }
        for (Map.Entry<String, String> change : changes.entrySet()) {
            if (change.getValue() != null) {
                entries.add(CString.bytes(change.getKey() + "=" + change.getValue()));
            }
        }
        return entries;
    }

    private static String name(byte[] entry) {
        int end = Math.min(1, entry.length);
        while (end < entry.length && entry[end] != '=') {
            end++;
        }
        return Utf8.rawString(entry, 0, end);
    }
}
