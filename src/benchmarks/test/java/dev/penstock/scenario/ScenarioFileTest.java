package dev.penstock.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file of scenarios: its format, and that every class and target named in the checkout exists.
 */
@Timeout(60)
class ScenarioFileTest {
    private static final String SECTION =
            """
            jvm plain -Xmx10m
            [one]
            asks    how fast?
            unit    GB/s
            child   c:spout 2000~30 FILE
            on      same CPU, unpinned
            warmup  3
            rounds  9~2
            | C, with a comma | c:drain read FILE
            | Java            | java:plain FirstChild penstock 7~7
            """;

    @TempDir Path folder;

    @Test
    void shouldReadAScenarioAtItsScale() throws IOException {
        Scenario scenario = read(SECTION, 0.5).get(0);

        assertEquals("one", scenario.name());
        assertEquals("how fast?", scenario.question());
        assertEquals(Scenario.Unit.GIGABYTES_PER_SECOND, scenario.unit());
        assertEquals(List.of(Pinning.SAME_CPU, Pinning.UNPINNED), scenario.placements());
        assertEquals(3, scenario.warmup());
        assertEquals(4, scenario.rounds());
        assertEquals(Scenario.Processes.ONE, scenario.processes());
        assertTrue(scenario.child().get(0).endsWith("/bench/spout"), scenario.child().toString());
        assertEquals(List.of("1000", "/target"), scenario.child().subList(1, 3));
        assertEquals("C, with a comma", scenario.contenders().get(0).name());
        List<String> java = scenario.contenders().get(1).command();
        assertTrue(java.contains("-Xmx10m"), java.toString());
        assertEquals(
                List.of("dev.penstock.scenario.contender.FirstChild", "penstock", "7"),
                java.subList(java.size() - 3, java.size()));
        assertEquals("30", read(SECTION, 0.001).get(0).child().get(1));
    }

    @Test
    void shouldNameTheLineThatIsNotOfTheFormat() {
        refused(SECTION.replace("GB/s", "GB"), "line 11: 'GB' is none of [GB/s, per s,");
        refused(SECTION.replace("unit    GB/s\n", ""), "the section above has no 'unit'");
        refused(SECTION.replace("warmup ", "warmpu "), "no 'warmup'");
        refused(SECTION + "colour blue\n", "not known: [colour]");
        refused(SECTION + "unit s\n", "line 11: without a value, or twice: unit s");
        refused(SECTION + "| no command\n", "line 11: a contender is | NAME | COMMAND");
        refused(SECTION.replace("java:plain", "java:fancy"), "line 10: no jvm 'fancy'");
        refused(SECTION.replaceAll("(?m)^\\|.*$", ""), "no contender in [one]");
    }

    @Test
    void shouldNameNothingThatIsNotThere() throws Exception {
        List<Scenario> scenarios =
                ScenarioFile.read(Path.of("src/benchmarks/scenarios.txt"), 1, Path.of("/target"));
        for (String file : List.of("src/benchmarks/targets.tsv", "src/benchmarks/gate.tsv")) {
            List<Target> targets = Target.readAll(Path.of(file));
            assertFalse(targets.isEmpty(), file);
            targets.forEach(target -> target.requireIn(scenarios));
        }
        for (String word : (Iterable<String>) words(scenarios)::iterator) {
            if (word.startsWith("dev.penstock.scenario.contender.")) {
                Class.forName(word).getMethod("main", String[].class);
            } else if (word.contains("/bench/")) {
                Path source = Path.of("native/bench", Path.of(word).getFileName() + ".c");
                assertTrue(Files.exists(source), source.toString());
            }
        }
    }

    private static Stream<String> words(List<Scenario> scenarios) {
        return scenarios.stream()
                .flatMap(
                        scenario ->
                                Stream.concat(
                                        scenario.child().stream(),
                                        scenario.contenders().stream()
                                                .flatMap(c -> c.command().stream())));
    }

    private List<Scenario> read(String text, double scale) throws IOException {
        Path file = Files.writeString(folder.resolve("scenarios.txt"), text);
        return ScenarioFile.read(file, scale, Path.of("/target"));
    }

    private void refused(String text, String why) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read(text, 1));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }
}
