package dev.penstock.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a run against what its figures must be, prints the table and leaves it beside the figures
 * as {@code gate.md}: {@code make bench-ci}. Exit status 1 if one is not met or was not run, and
 * where nothing is demanded.
 *
 * <p>A bound is about two contenders of the same scenario in the same run, so that a slow machine
 * is slow for both. {@code src/benchmarks/gate.tsv} has them, {@code docs/benchmarking.md} what
 * they rest on.
 *
 * <pre>
 * Gate RESULTS BOUNDS [SLACK]
 *   SLACK  the share by which every bound is loosened, on a machine of another kind
 * </pre>
 */
public final class Gate {
    private Gate() {}

    public static void main(String[] arguments) throws IOException {
        Path results = Path.of(arguments[0]);
        double slack = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0;
        Raw raw = Raw.read(results.resolve(Raw.FILE));
        List<TargetResult> verdicts = new ArrayList<>();
        for (Target target : Target.readAll(Path.of(arguments[1]))) {
            verdicts.add(TargetResult.of(target.loosened(slack), raw));
        }
        if (verdicts.isEmpty()) {
            System.err.println("bench-ci: " + arguments[1] + " has no bounds, so nothing was held");
            System.exit(1);
        }
        long missed = verdicts.stream().filter(verdict -> !verdict.met()).count();
        String table =
                TargetResult.table(verdicts)
                        + "\nbench-ci: "
                        + verdicts.size()
                        + " bounds, "
                        + missed
                        + " missed\n";
        Files.writeString(results.resolve("gate.md"), table);
        System.out.print("\n" + table);
        System.exit(missed == 0 ? 0 : 1);
    }
}
