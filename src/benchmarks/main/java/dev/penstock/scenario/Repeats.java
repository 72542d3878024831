package dev.penstock.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how far the gate's figures go apart from run to run, which is what its bounds have to rest
 * on, and the room that each bound leaves below (or above) the median: {@code make -C
 * src/benchmarks repeats}.
 *
 * <pre>
 * Repeats BOUNDS RESULTS...
 * </pre>
 */
public final class Repeats {
    private Repeats() {}

    public static void main(String[] arguments) throws IOException {
        List<Raw> runs = new ArrayList<>();
        for (String results : List.of(arguments).subList(1, arguments.length)) {
            runs.add(Raw.read(Path.of(results, Raw.FILE)));
        }
        System.out.println("| " + runs.size() + " runs | least | median | most | bound | room |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
        for (Target target : Target.readAll(Path.of(arguments[0]))) {
            Spread spread =
                    Spread.of(
                            runs.stream()
                                    .mapToDouble(raw -> TargetResult.of(target, raw).figure())
                                    .toArray());
            System.out.println(
                    String.join(
                            " | ",
                            "| " + target.text(),
                            target.shown(spread.least()),
                            target.shown(spread.median()),
                            target.shown(spread.most()),
                            target.shownBound(),
                            String.format(Locale.ROOT, "%.0f %% |", room(target, spread))));
        }
    }

    /** How far the median may go before it passes the bound, as a share of it. */
    private static double room(Target target, Spread spread) {
        return 100 * Math.abs(1 - target.bound().value() / spread.median());
    }
}
