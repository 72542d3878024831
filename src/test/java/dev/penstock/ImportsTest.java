package dev.penstock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which package may know which, and which may know others' libraries. */
@Timeout(60)
class ImportsTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/penstock");

    /** What each package may use of ours. One that is not listed here may not exist. */
    private static final Map<String, Set<String>> OURS =
            Map.ofEntries(
                    entry("sys"),
                    entry("memory", "sys"),
                    entry("loop", "memory", "sys"),
                    entry("text"),
                    entry("sink", "text"),
                    entry("source"),
                    entry("pipe", "loop", "sink", "source", "memory", "sys"),
                    entry("splice", "pipe", "loop", "sink", "memory", "sys"),
                    entry("procfs"),
                    entry("spawn", "sys"),
                    entry("cgroup", "sys"),
                    entry("teardown", "cgroup", "loop", "procfs", "sys"),
                    entry(
                            "process",
                            "splice",
                            "teardown",
                            "cgroup",
                            "spawn",
                            "pipe",
                            "loop",
                            "sink",
                            "source",
                            "procfs",
                            "sys"),
                    entry("stall", "procfs"),
                    entry("stall.graph"),
                    entry("stall.snapshot", "procfs", "sys"),
                    entry("stall.inspect", "stall", "stall.graph", "stall.snapshot", "procfs"),
                    entry("rescue", "stall", "stall.snapshot", "procfs", "sys"),
                    entry("trace.log"),
                    entry("trace", "trace.log", "stall.graph", "stall.inspect"),
                    entry("cli.text"),
                    entry("cli.task"),
                    entry("cli.reproduce.scenario", "process", "procfs"),
                    entry("cli.reproduce.child", "cli.task", "process", "pipe", "sys"),
                    entry(
                            "cli.reproduce.cure",
                            "cli.reproduce.child",
                            "cli.text",
                            "process",
                            "pipe",
                            "loop",
                            "sink",
                            "sys"),
                    entry(
                            "cli.reproduce",
                            "cli.reproduce.child",
                            "cli.reproduce.cure",
                            "cli.reproduce.scenario",
                            "cli.inspect",
                            "cli.task",
                            "cli.text",
                            "process",
                            "pipe",
                            "loop",
                            "stall",
                            "stall.inspect",
                            "procfs"),
                    entry(
                            "cli.run",
                            "cli.task",
                            "process",
                            "spawn",
                            "loop",
                            "sink",
                            "procfs",
                            "sys"),
                    entry(
                            "cli.inspect",
                            "cli.task",
                            "cli.text",
                            "process",
                            "sink",
                            "stall",
                            "stall.inspect",
                            "stall.snapshot",
                            "procfs"),
                    entry(
                            "cli.rescue",
                            "cli.task",
                            "cli.text",
                            "rescue",
                            "stall",
                            "text",
                            "procfs"),
                    entry("cli.trace", "cli.task", "cli.text", "trace", "stall.inspect"),
                    entry("cli.limits", "cli.task", "cli.text", "pipe", "stall", "procfs", "sys"),
                    entry(
                            "cli",
                            "cli.task",
                            "cli.text",
                            "cli.reproduce",
                            "cli.run",
                            "cli.limits",
                            "cli.inspect",
                            "cli.rescue",
                            "cli.trace"));

    private static Map.Entry<String, Set<String>> entry(String name, String... uses) {
        return Map.entry(name, Set.of(uses));
    }

    /** Which package alone, with those below it, may use which library, by the library's root. */
    private static final Map<String, String> LIBRARIES =
            Map.of(
                    "jnr.",
                    "sys",
                    "com.kenai.",
                    "sys",
                    "picocli.",
                    "cli",
                    "com.fasterxml.",
                    "cli",
                    "io.airlift.",
                    "cli.trace");

    private static final Pattern IMPORT =
            Pattern.compile("^\\s*import\\s+(?:static\\s+)?([\\w.]+)", Pattern.MULTILINE);

    /** Names written out in full, in imports or in code. */
    private static final Pattern FULL_NAME =
            Pattern.compile(
                    "(?<![\\w.])(dev\\.penstock|jnr|com\\.kenai|picocli|com\\.fasterxml|io\\.airlift)"
                            + "\\.([a-z]\\w*(?:\\.[a-z]\\w*)*+(?=\\.[A-Z*]|;)|\\w+)");

    private static final Pattern NOT_CODE =
            Pattern.compile(
                    "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])'"
                            + "|/\\*.*?\\*/|//[^\n]*",
                    Pattern.DOTALL);

    private record Source(String where, String text) {
        String packageName() {
            return where.substring(0, where.lastIndexOf('/')).replace('/', '.');
        }

        /** Without comments and literals. */
        String code() {
            return NOT_CODE.matcher(text).replaceAll(" ");
        }
    }

    private static List<String> violations(List<Source> sources) {
        Set<String> found = new LinkedHashSet<>();
        for (Source source : sources) {
            String from = source.packageName();
            Set<String> allowed = OURS.get(from);
            if (allowed == null) {
                found.add(source.where + ": package " + from + " has no place in ImportsTest");
                continue;
            }
            String code = source.code();
            Matcher names = FULL_NAME.matcher(code);
            while (names.find()) {
                if (names.group(1).equals("dev.penstock")) {
                    String to = names.group(2);
                    if (!to.equals(from) && !allowed.contains(to)) {
                        found.add(source.where + ": " + from + " uses " + to);
                    }
                } else if (!isIn(LIBRARIES.get(names.group(1) + "."), from)) {
                    found.add(source.where + ": " + from + " uses " + names.group(1));
                }
            }
            Matcher imports = IMPORT.matcher(code);
            while (imports.find()) {
                String name = imports.group(1);
                if (!name.startsWith("java.")
                        && !name.startsWith("dev.penstock.")
                        && LIBRARIES.keySet().stream().noneMatch(name::startsWith)) {
                    found.add(source.where + ": imports " + name);
                }
            }
        }
        return new ArrayList<>(found);
    }

    private static boolean isIn(String above, String name) {
        return name.equals(above) || name.startsWith(above + ".");
    }

    /** What each package uses of ours. */
    private static Map<String, Set<String>> uses(List<Source> sources) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (Source source : sources) {
            Set<String> ofPackage =
                    uses.computeIfAbsent(source.packageName(), name -> new TreeSet<>());
            Matcher names = FULL_NAME.matcher(source.code());
            while (names.find()) {
                if (names.group(1).equals("dev.penstock")) {
                    ofPackage.add(names.group(2));
                }
            }
            ofPackage.remove(source.packageName());
        }
        return uses;
    }

    /** Packages that use themselves by way of others. */
    private static Set<String> inCycles(Map<String, Set<String>> uses) {
        Set<String> cyclic = new TreeSet<>();
        for (String start : uses.keySet()) {
            Set<String> reached = new TreeSet<>();
            List<String> next = new ArrayList<>(uses.get(start));
            while (!next.isEmpty()) {
                String name = next.remove(next.size() - 1);
                if (reached.add(name)) {
                    next.addAll(uses.getOrDefault(name, Set.of()));
                }
            }
            if (reached.contains(start)) {
                cyclic.add(start);
            }
        }
        return cyclic;
    }

    private static List<Source> ofMain() throws IOException {
        List<Source> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                sources.add(
                        new Source(SOURCES.relativize(file).toString(), Files.readString(file)));
            }
        }
        return sources;
    }

    @Test
    void shouldImportInOneDirectionOnly() throws IOException {
        List<Source> sources = ofMain();
        assertTrue(sources.size() > 40, "sources: " + sources.size());
        assertEquals(List.of(), violations(sources));
    }

    @Test
    void shouldHaveNoCycles() throws IOException {
        Map<String, Set<String>> uses = uses(ofMain());
        assertTrue(uses.get("pipe").contains("sys"), uses.toString());
        assertEquals(Set.of(), inCycles(uses));
    }

    private static List<String> violationsOf(String where, String code) {
        return violations(List.of(new Source(where, code)));
    }

    @Test
    void shouldNoticeAnImportAgainstTheDirection() {
        assertEquals(
                List.of("sys/A.java: sys uses loop"),
                violationsOf("sys/A.java", "import dev.penstock.loop.EventLoop;"));
        assertEquals(
                List.of("loop/A.java: loop uses pipe"),
                violationsOf("loop/A.java", "import static dev.penstock.pipe.Pipe.open;"));
        assertEquals(
                List.of("sink/A.java: sink uses sys"),
                violationsOf("sink/A.java", "class A { dev.penstock.sys.Fd fd; }"));
        assertEquals(
                List.of("procfs/A.java: procfs uses process"),
                violationsOf("procfs/A.java", "import  dev.penstock.process.*;"));
        assertEquals(
                List.of("pipe/A.java: pipe uses process", "pipe/A.java: pipe uses cli"),
                violationsOf(
                        "pipe/A.java",
                        "import dev.penstock.process.Child;\nimport dev.penstock.cli.Cli;"));
        assertEquals(
                List.of("process/A.java: process uses cli"),
                violationsOf("process/A.java", "/* a */ import dev.penstock.cli.Cli; // b"));
    }

    @Test
    void shouldNoticeAPackageBelowAnother() {
        assertEquals(
                List.of("cli/text/A.java: cli.text uses cli"),
                violationsOf(
                        "cli/text/A.java",
                        "package dev.penstock.cli.text;\nimport dev.penstock.cli.Penstock;"));
        assertEquals(
                List.of("cli/run/A.java: cli.run uses cli.limits"),
                violationsOf("cli/run/A.java", "import dev.penstock.cli.limits.*;"));
        assertEquals(
                List.of(),
                violationsOf(
                        "cli/A.java",
                        "import dev.penstock.cli.run.RunCommand;\nimport picocli.CommandLine;"));
        assertEquals(
                List.of(), violationsOf("cli/run/A.java", "import picocli.CommandLine.Option;"));
    }

    @Test
    void shouldNoticeALibraryOutOfItsPlace() {
        assertEquals(
                List.of("pipe/A.java: pipe uses jnr"),
                violationsOf("pipe/A.java", "import jnr.ffi.Pointer;"));
        assertEquals(
                List.of("loop/A.java: loop uses com.kenai"),
                violationsOf("loop/A.java", "Object o = com.kenai.jffi.MemoryIO.getInstance();"));
        assertEquals(
                List.of("process/A.java: process uses picocli"),
                violationsOf("process/A.java", "import picocli.CommandLine;"));
        assertEquals(
                List.of("sys/A.java: sys uses com.fasterxml"),
                violationsOf("sys/A.java", "import com.fasterxml.jackson.core.JsonFactory;"));
        assertEquals(
                List.of("cli/A.java: cli uses jnr"),
                violationsOf("cli/A.java", "import jnr.posix.POSIX;"));
        assertEquals(
                List.of("sink/A.java: imports org.slf4j.Logger"),
                violationsOf("sink/A.java", "import org.slf4j.Logger;"));
    }

    @Test
    void shouldNoticeAPackageThatItDoesNotKnow() {
        assertEquals(
                List.of("other/A.java: package other has no place in ImportsTest"),
                violationsOf("other/A.java", ""));
    }

    @Test
    void shouldTakeWhatIsAllowedAndWhatIsNoCode() {
        assertEquals(
                List.of(),
                violationsOf(
                        "sys/A.java",
                        """
                        package dev.penstock.sys;

                        import java.util.List;
                        import jnr.ffi.Pointer;

                        /** See {@link dev.penstock.loop.EventLoop}, and import picocli.Nothing; */
                        class A { // dev.penstock.cli.Cli
                            String s = "dev.penstock.loop.EventLoop \\" picocli.X" + '"';
                        }
                        """));
    }

    @Test
    void shouldNoticeCycles() {
        List<Source> sources =
                List.of(
                        new Source("a/A.java", "import dev.penstock.b.B;"),
                        new Source("b/B.java", "import dev.penstock.c.C;"),
                        new Source("c/C.java", "class C { dev.penstock.a.A a; }"),
                        new Source("d/D.java", "import dev.penstock.a.A;"));
        assertEquals(Set.of("a", "b", "c"), inCycles(uses(sources)));
    }
}
