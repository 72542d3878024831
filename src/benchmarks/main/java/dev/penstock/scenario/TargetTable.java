package dev.penstock.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds a run against its targets, prints the table and leaves it beside the figures as {@code
 * targets.md}: at the end of {@code make -C src/benchmarks scenarios}, and by {@code make -C
 * src/benchmarks docs} for one that was kept.
 *
 * <pre>
 * TargetTable RESULTS TARGETS
 * </pre>
 */
public final class TargetTable {
    private TargetTable() {}

    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Target.readAll(Path.of(arguments[1])));
    }

    static void write(Path results, List<Target> targets) throws IOException {
        Raw raw = Raw.read(results.resolve(Raw.FILE));
        String table =
                TargetResult.table(
                        targets.stream().map(target -> TargetResult.of(target, raw)).toList());
        Files.writeString(results.resolve("targets.md"), table);
        System.out.print("\n" + table);
    }
}
