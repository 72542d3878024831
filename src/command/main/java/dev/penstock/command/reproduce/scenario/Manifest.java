package dev.penstock.command.reproduce.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the corpus's manifest: a record for each scenario, of lines {@code key: value} or {@code
 * key.ending: value}. The file says itself what the keys mean.
 */
final class Manifest {
    private static final Set<String> KEYS =
            Set.of(
                    "scenario",
                    "in",
                    "run",
                    "needs",
                    "stands",
                    "asked",
                    "pipe",
                    "culprit",
                    "verdict",
                    "drain",
                    "rescue",
                    "ends",
                    "total",
                    "why",
                    "cure",
                    "frozen",
                    "source");

    private final Map<String, String> record = new LinkedHashMap<>();
    private final List<Case> cases = new ArrayList<>();

    private Manifest() {}

    /**
     * All cases, in the file's order.
     *
     * @throws IllegalArgumentException which line is wrong, and how
     */
    static List<Case> parse(String text) {
        Manifest manifest = new Manifest();
        int number = 0;
        // An empty line ends a record, the last one too.
        for (String line : (text + "\n\n").split("\n", -1)) {
            number++;
            try {
                manifest.line(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(manifest.cases);
    }

    private void line(String line) {
        if (line.startsWith("#")) {
            return;
        }
        if (line.isBlank()) {
            if (!record.isEmpty()) {
                for (String ending : words(required("in", ""))) {
                    cases.add(read(ending));
                }
                record.clear();
            }
            return;
        }
        int colon = line.indexOf(": ");
        if (colon < 0) {
            throw new IllegalArgumentException("not of the form 'key: value': " + line);
        }
        String key = line.substring(0, colon);
        int dot = key.indexOf('.');
        if (!KEYS.contains(dot < 0 ? key : key.substring(0, dot))) {
            throw new IllegalArgumentException("unknown key '" + key + "'");
        }
        if (record.put(key, line.substring(colon + 2).strip()) != null) {
            throw new IllegalArgumentException("a second '" + key + "'");
        }
    }

    private Case read(String ending) {
        return new Case(
                required("scenario", ending),
                Language.of(ending),
                words(value("run", ending)),
                words(value("needs", ending)),
                standings(required("stands", ending)),
                value("asked", ending).isEmpty() ? Staged.FIRST : value("asked", ending),
                end(value("pipe", ending)),
                culprit(value("culprit", ending)),
                words(required("verdict", ending)),
                value("drain", ending).equals("yes"),
                rescued(ending),
                required("why", ending),
                value("cure", ending),
                Optional.of(value("frozen", ending)).filter(role -> !role.isEmpty()),
                value("source", ending));
    }

    private String value(String key, String ending) {
        String own = record.get(key + "." + ending);
        return own != null ? own : record.getOrDefault(key, "");
    }

    private String required(String key, String ending) {
        String value = value(key, ending);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the record above has no '" + key + "'");
        }
        return value;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" +"));
    }

    private static List<Standing> standings(String text) {
        List<Standing> standings = new ArrayList<>();
        for (String standing : text.split(", *")) {
            String[] words = pair("stands", standing);
            standings.add(new Standing(words[0], Doing.of(words[1])));
        }
        return List.copyOf(standings);
    }

    private static Optional<Case.End> end(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] words = pair("pipe", text);
        return Optional.of(new Case.End(words[0], Integer.parseInt(words[1])));
    }

    /** Where it drains, by the pipe that it is about, if nothing else is said. */
    private Optional<Case.Rescued> rescued(String ending) {
        Optional<Case.End> named = end(value("rescue", ending));
        boolean drains = value("drain", ending).equals("yes");
        Optional<Case.End> end =
                named.isPresent() || !drains ? named : end(required("pipe", ending));
        String total = value("total", ending);
        return end.map(
                where ->
                        new Case.Rescued(
                                where,
                                value("ends", ending).equals("yes"),
                                total.isEmpty() ? 0 : Long.parseLong(total)));
    }

    private static Optional<Case.Culprit> culprit(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] words = pair("culprit", text);
        if (!words[1].equals("reads") && !words[1].equals("writes")) {
            throw new IllegalArgumentException("a culprit reads or writes: " + text);
        }
        return Optional.of(new Case.Culprit(words[0], words[1].equals("writes")));
    }

    private static String[] pair(String key, String text) {
        String[] words = text.split(" +");
        if (words.length != 2) {
            throw new IllegalArgumentException(key + " takes two words: " + text);
        }
        return words;
    }
}
