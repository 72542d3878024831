package dev.penstock.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code raw.tsv}: every round of a run, a line each. */
final class Raw {
    static final String FILE = "raw.tsv";

    static final String HEADER =
            String.join(
                    "\t",
                    "scenario",
                    "placement",
                    "contender",
                    "round",
                    "nanos",
                    "work",
                    "check",
                    "cpu_nanos",
                    "threads",
                    "rss_bytes");

    private final Map<List<String>, List<Round>> rounds = new LinkedHashMap<>();

    static String line(String scenario, String placement, String contender, int number, Round r) {
        return String.join(
                "\t",
                scenario,
                placement,
                contender,
                Integer.toString(number),
                Long.toString(r.nanos()),
                Long.toString(r.work()),
                Long.toString(r.check()),
                Long.toString(r.cpuNanos()),
                Integer.toString(r.threads()),
                Long.toString(r.rssBytes()));
    }

    /**
     * @throws IOException also if it is no such file
     */
    static Raw read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IOException(file + " does not begin with the line: " + HEADER);
        }
        Raw raw = new Raw();
        for (String line : lines.subList(1, lines.size())) {
            raw.add(line.split("\t"));
        }
        return raw;
    }

    private void add(String[] f) {
        rounds.computeIfAbsent(List.of(f[0], f[1], f[2]), key -> new ArrayList<>())
                .add(
                        new Round(
                                Long.parseLong(f[4]),
                                Long.parseLong(f[5]),
                                Long.parseLong(f[6]),
                                Long.parseLong(f[7]),
                                Integer.parseInt(f[8]),
                                Long.parseLong(f[9])));
    }

    /** In their order; none if that was not run. */
    List<Round> rounds(String scenario, String placement, String contender) {
        return rounds.getOrDefault(List.of(scenario, placement, contender), List.of());
    }
}
