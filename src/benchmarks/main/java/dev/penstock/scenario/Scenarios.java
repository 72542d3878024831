package dev.penstock.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the scenarios of {@code src/benchmarks/scenarios.txt}: {@code make -C src/benchmarks
 * scenarios}, or {@code make -C src/benchmarks scenarios ARGS='drain spawn-8/unpinned'} for those
 * whose names begin so, in the placements whose names do.
 *
 * <p>Of each, the contenders are alive at the same time and take their rounds in turn, so that a
 * noisy machine is noisy for all of them; medians are compared within one run only. Where memory
 * and threads are the question, each round has a fresh process.
 *
 * <p>In the end the figures are held against {@code src/benchmarks/targets.tsv}.
 *
 * <pre>
 * Scenarios DIRECTORY SCENARIOS TARGETS SCALE [NAME[/PLACEMENT]...]
 *   DIRECTORY  where the results go
 *   SCENARIOS  the file of scenarios
 *   TARGETS    the file of targets
 *   SCALE      1 for the real sizes; 0.01 to see whether everything runs
 * </pre>
 */
public final class Scenarios {
    private Scenarios() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 4) {
            throw new IllegalArgumentException(
                    "usage: Scenarios DIRECTORY SCENARIOS TARGETS SCALE [NAME[/PLACEMENT]...]");
        }
        Path directory = Path.of(arguments[0]);
        // In memory, so that it is not a disk that is measured.
        Path target = Path.of("/dev/shm/penstock-bench-" + ProcessHandle.current().pid());
        List<Scenario> scenarios =
                ScenarioFile.read(Path.of(arguments[1]), Double.parseDouble(arguments[3]), target);
        List<Target> targets = Target.readAll(Path.of(arguments[2]));
        for (Target each : targets) {
            each.requireIn(scenarios);
        }
        List<String> names = List.of(arguments).subList(4, arguments.length);
        String command =
                "make -C src/benchmarks scenarios SCALE="
                        + arguments[3]
                        + " ARGS='"
                        + String.join(" ", names)
                        + "'";
        List<Choice> choices = names.stream().map(Choice::of).toList();
        try (Results results = new Results(directory, Machine.describe(command))) {
            for (Scenario scenario : scenarios) {
                run(scenario, Choice.placements(scenario, choices), results);
            }
        } finally {
            Files.deleteIfExists(target);
        }
        TargetTable.write(directory, targets);
    }

    private static void run(Scenario scenario, List<Pinning> placements, Results results)
            throws IOException, InterruptedException {
        if (placements.isEmpty()) {
            return;
        }
        String sums = new Comparison(scenario, placements.get(0)).sums();
        for (Pinning placement : placements) {
            results.add(scenario, placement, new Comparison(scenario, placement).run());
        }
        if (!sums.isEmpty()) {
            results.say(sums + "\n");
        }
    }
}
