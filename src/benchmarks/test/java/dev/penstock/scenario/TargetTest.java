package dev.penstock.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the figures of a run are held against its targets. */
class TargetTest {
    @TempDir Path folder;

    @Test
    void shouldJudgeTheRatioOfMediansOfARun() throws IOException {
        Raw raw = raw(rounds("ours", 100, 50, 100, 200, 100), rounds("C", 120, 110, 120, 700, 120));

        TargetResult verdict = verdict("s\tp\tours\tspeed\tC\t>=1.15\t-\twhy", raw);

        assertEquals(1.2, verdict.estimate().figure(), 1e-9);
        assertTrue(verdict.met());
        assertFalse(verdict("s\tp\tours\tspeed\tC\t>=1.25\t-\twhy", raw).met());
        assertTrue(verdict("s\tp\tours\ttime\tC\t<=0.84\t-\twhy", raw).met());
        assertFalse(verdict("s\tp\tours\ttime\tC\t<=0.83\t-\twhy", raw).met());
    }

    @Test
    void shouldSayWhereTheRunMightHaveSaidTheOpposite() throws IOException {
        Raw raw = raw(rounds("ours", 100, 90, 120, 80, 100), rounds("C", 100, 100, 100, 100, 100));

        assertTrue(table("s\tp\tours\tspeed\tC\t>=0.95\t-\twhy", raw).contains("met, within"));
        assertTrue(table("s\tp\tours\tspeed\tC\t>=1.1\t-\twhy", raw).contains("not met**, within"));
        assertTrue(table("s\tp\tours\tspeed\tC\t>=0.5\t-\twhy", raw).contains("| met |"));
    }

    @Test
    void shouldPairRoundsThatWereTroubledTogether() throws IOException {
        double[] ours = {100, 300, 110, 900, 105};
        double[] twice = {200, 600, 220, 1800, 210};

        Estimate estimate = Estimate.ofRatio(twice, ours);

        assertEquals(2, estimate.low(), 1e-9);
        assertEquals(2, estimate.high(), 1e-9);
        assertThrows(
                IllegalArgumentException.class, () -> Estimate.ofRatio(ours, new double[] {1}));
    }

    @Test
    void shouldNotTakeForMetWhatWasNotRun() throws IOException {
        Raw raw = raw(rounds("ours", 1));

        assertFalse(verdict("s\tp\tours\tspeed\tC\t>=0.1\t-\twhy", raw).met());
        assertTrue(table("other\tp\tours\trss\t-\t-\t-\twhy", raw).contains("Not run: other p."));
    }

    @Test
    void shouldLoosenBoundsAwayFromWhatIsDemanded() {
        assertEquals(0.75, Target.Bound.of(">=1").loosened(0.25).value(), 1e-9);
        assertEquals(1.25, Target.Bound.of("<=1").loosened(0.25).value(), 1e-9);
    }

    @Test
    void shouldRefuseWhatIsNoTarget() {
        for (String line :
                List.of(
                        "s\tp\tours\tspeed\tC\t>=1\t-",
                        "s\tp\tours\thaste\tC\t>=1\t-\twhy",
                        "s\tp\tours\tspeed\tC\t=1\t-\twhy")) {
            assertThrows(IllegalArgumentException.class, () -> Target.of(line), line);
        }
    }

    @Test
    void shouldPinToWhatThisProcessMayUse() {
        assertArrayEquals(new String[] {"0", "1"}, Processors.firstTwo("0-1"));
        assertArrayEquals(new String[] {"2", "5"}, Processors.firstTwo("2,5-7"));
        assertArrayEquals(new String[] {"4", "4"}, Processors.firstTwo("4"));
    }

    private static TargetResult verdict(String line, Raw raw) {
        return TargetResult.of(Target.of(line), raw);
    }

    private static String table(String line, Raw raw) {
        return TargetResult.table(List.of(verdict(line, raw)));
    }

    /** Lines of a run: the contender's rounds took so many nanoseconds for 1000 pieces of work. */
    private static List<String> rounds(String contender, long... nanos) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            lines.add(Raw.line("s", "p", contender, i, new Round(nanos[i], 1000, 0, 1, 1, 1)));
        }
        return lines;
    }

    @SafeVarargs
    private Raw raw(List<String>... contenders) throws IOException {
        List<String> lines = new ArrayList<>(List.of(Raw.HEADER));
        for (List<String> rounds : contenders) {
            lines.addAll(rounds);
        }
        return Raw.read(Files.write(folder.resolve(Raw.FILE), lines));
    }
}
