package dev.penstock.scenario;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What a run of scenarios leaves: {@code raw.tsv} with every round, {@code summary.md} with medians
 * and ratios, {@code machine.txt}.
 */
final class Results implements AutoCloseable {
    private final BufferedWriter raw;
    private final BufferedWriter summary;

    Results(Path directory, List<String> machine) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("machine.txt"), machine);
        raw = Files.newBufferedWriter(directory.resolve(Raw.FILE));
        raw.write(Raw.HEADER + "\n");
        summary = Files.newBufferedWriter(directory.resolve("summary.md"));
    }

    void add(Scenario scenario, Pinning placement, Map<Contender, List<Round>> rounds)
            throws IOException {
        rounds.forEach((contender, list) -> addRaw(scenario, placement, contender, list));
        raw.flush();
        say(table(scenario, placement, rounds));
    }

    /** In the summary and on the terminal. */
    void say(String text) throws IOException {
        System.out.println(text);
        summary.write(text);
        summary.newLine();
        summary.flush();
    }

    private void addRaw(Scenario s, Pinning placement, Contender contender, List<Round> rounds) {
        try {
            for (int i = 0; i < rounds.size(); i++) {
                raw.write(Raw.line(s.name(), placement.text, contender.name(), i, rounds.get(i)));
                raw.write('\n');
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String table(Scenario s, Pinning placement, Map<Contender, List<Round>> rounds) {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(s.name()).append(", ").append(placement.text).append('\n');
        text.append('\n').append(s.question()).append("\n\n");
        text.append("| | ").append(s.unit().text);
        text.append(" | least to most | ratio | ").append(s.unit().cpu);
        text.append(" | threads | RSS MB |\n");
        text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        double base = Spread.of(rounds.get(s.contenders().get(0)), s.unit()::figure).median();
        rounds.forEach(
                (contender, list) -> {
                    Spread figure = Spread.of(list, s.unit()::figure);
                    text.append(
                            String.format(
                                    Locale.ROOT,
                                    "| %s | %s | %s to %s | %.2f | %s | %s | %s |%n",
                                    contender.name(),
                                    shown(figure.median()),
                                    shown(figure.least()),
                                    shown(figure.most()),
                                    figure.median() / base,
                                    shown(Spread.of(list, s.unit()::cpu).median()),
                                    known("%.0f", list, Round::threads, 1),
                                    known("%.0f", list, Round::rssBytes, 1e6)));
                });
        return text.toString();
    }

    /** The median, or nothing where it was not looked at. */
    private static String known(
            String format, List<Round> rounds, ToLongFunction<Round> figure, double unit) {
        double median = Spread.of(rounds, figure::applyAsLong).median();
        return median == Round.UNKNOWN ? "" : String.format(Locale.ROOT, format, median / unit);
    }

    private static String shown(double figure) {
        return String.format(Locale.ROOT, figure >= 100 ? "%.0f" : "%.2f", figure);
    }

    @Override
    public void close() throws IOException {
        raw.close();
        summary.close();
    }
}
