package dev.penstock.process;

import dev.penstock.sink.Capture;
import dev.penstock.testing.Native;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a child says that it was born with: the report of {@code native/inherited.c}. */
record Inherited(Map<String, String> values, List<String> descriptors) {
    static final Command COMMAND = Command.of(Native.program("inherited"));

    /** Runs it. */
    static Inherited of(Command inherited) throws Exception {
        Capture out = Capture.of(1 << 20);
        Capture err = Capture.of(1 << 10);
        Outcome outcome = inherited.stdout(out).stderr(err).run();
        if (!outcome.succeeded()) {
            throw new AssertionError(outcome + ": " + err.text());
        }
        Map<String, String> values = new TreeMap<>();
        List<String> descriptors = new ArrayList<>();
        for (String line : out.text().split("\n")) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("fd") || words[0].equals("arg")) {
                values.put(words[0] + " " + words[1], words[2]);
                if (words[0].equals("fd")) {
                    descriptors.add(words[1]);
                }
            } else if (words[0].equals("env")) {
                int end = line.indexOf('=');
                values.put(line.substring(0, end), line.substring(end + 1));
            } else {
                values.put(words[0], line.substring(words[0].length()).strip());
            }
        }
        return new Inherited(values, descriptors);
    }

    String get(String key) {
        return values.get(key);
    }

    /** Whose values differ, but for those that differ with each run. */
    List<String> differences(Inherited other) {
        List<String> keys = new ArrayList<>();
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(other.values);
        for (String key : all.keySet()) {
            String one = values.get(key);
            String two = other.values.get(key);
            boolean same = one == null ? two == null : one.equals(two);
            if (!same && !key.equals("pid") && !key.equals("fd 1") && !key.equals("fd 2")) {
                keys.add(key);
            }
        }
        return keys;
    }
}
