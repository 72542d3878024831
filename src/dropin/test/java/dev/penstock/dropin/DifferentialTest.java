package dev.penstock.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JDK's builder and ours do the same in each {@link Scenario}: outputs, exit values, types and
 * messages of exceptions and of their causes. Each seventh of them here; all of them by {@code make
 * -C src/dropin differential}.
 */
@Timeout(600)
class DifferentialTest {
    private static final int STEP = Boolean.getBoolean("penstock.differential.whole") ? 1 : 7;

    @Test
    void shouldDoAsTheJdkDoes(@TempDir Path directory) throws Exception {
        make(directory.resolve("script"), "echo \"$0 $1 $2 $#\"\n");
        make(directory.resolve("bad"), "#!/no/such/interpreter\n");
        make(directory.resolve("binary"), "\0\1\2\n");
        Files.writeString(directory.resolve("input"), "from a file\n");
        List<Scenario> all = Scenario.all();
        assertTrue(all.size() > 700, () -> "only " + all.size());
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (int i = 0; i < all.size(); i += STEP) {
            Scenario scenario = all.get(i);
            List<String> jdk = run(Subject::jdk, scenario, directory);
            List<String> ours = run(Subject::ours, scenario, directory);
            compared++;
            if (!jdk.equals(ours)) {
                differences.add(scenario + "\n  JDK:  " + jdk + "\n  ours: " + ours);
            }
        }
        assertEquals("", String.join("\n", differences), compared + " scenarios compared");
    }

    private static void make(Path script, String text) throws IOException {
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> run(Subject subject, Scenario scenario, Path directory)
            throws Exception {
        Path file = directory.resolve("file");
        Files.writeString(file, "before\n");
        List<String> words =
                Scenario.PROGRAMS.get(scenario.program()).stream()
                        .map(word -> word.replace("DIRECTORY", directory.toString()))
                        .collect(Collectors.toList());
        File in = scenario.directory() == null ? null : new File(scenario.directory());
        List<String> seen = new ArrayList<>();
        Process[] started = new Process[1];
        seen.add(
                answer(
                        "start",
                        () -> {
                            started[0] =
                                    subject.start(
                                            words, in, scenario.setting(), directory.toFile());
                            return "ok";
                        }));
        Process process = started[0];
        if (process != null) {
            try {
                for (String action : scenario.actions()) {
                    seen.add(answer(action, () -> act(process, action)));
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        seen.add("file " + Files.readString(file));
        return seen;
    }

    private static String answer(String action, Callable<Object> call) {
        try {
            return action + ": " + call.call();
        } catch (Exception e) {
            String cause =
                    e.getCause() == null || !action.equals("start")
                            ? ""
                            : " because of " + e.getCause();
            return action + ": " + e + cause;
        }
    }

    private static Object act(Process process, String action) throws Exception {
        switch (action) {
            case "close in" -> process.getOutputStream().close();
            case "close out" -> process.getInputStream().close();
            case "close err" -> process.getErrorStream().close();
            case "read out" -> {
                return text(process.getInputStream().readAllBytes());
            }
            case "read err" -> {
                return text(process.getErrorStream().readAllBytes());
            }
            case "available" -> {
                return process.getInputStream().available();
            }
            case "one" -> {
                return process.getInputStream().read();
            }
            case "skip" -> {
                return process.getInputStream().skip(2);
            }
            case "mark" -> process.getInputStream().mark(10);
            case "reset" -> process.getInputStream().reset();
            case "wait" -> {
                return process.waitFor();
            }
            case "wait 0" -> {
                return process.waitFor(0, TimeUnit.SECONDS);
            }
            case "value" -> {
                return process.exitValue();
            }
            case "alive" -> {
                return process.isAlive();
            }
            case "text" -> {
                return process.toString().replace(String.valueOf(process.pid()), "PID");
            }
            case "onExit" -> {
                return process.onExit().get(30, TimeUnit.SECONDS) == process;
            }
            case "handle" -> {
                return process.toHandle().pid() == process.pid()
                        && process.supportsNormalTermination();
            }
            case "destroy" -> process.destroy();
            case "force" -> {
                return process.destroyForcibly() == process;
            }
            case "write" -> {
                // To a program that may have ended: only what it prints is compared.
                try {
                    process.getOutputStream().write("written\n".getBytes(StandardCharsets.UTF_8));
                    process.getOutputStream().flush();
                } catch (IOException gone) {
                    assertTrue(
                            List.of("Broken pipe", "Stream closed").contains(gone.getMessage()),
                            gone::toString);
                }
            }
            case "write closed" -> process.getOutputStream().write(1);
            case "writer" -> {
                // As above.
                try {
                    process.outputWriter().write("line é\n");
                    process.outputWriter().close();
                } catch (IOException gone) {
                    assertTrue(
                            List.of("Broken pipe", "Stream closed").contains(gone.getMessage()),
                            gone::toString);
                }
            }
            case "reader" -> {
                return process.inputReader(StandardCharsets.UTF_8).lines().toList();
            }
            case "error reader" -> {
                return process.errorReader().readLine();
            }
            default -> throw new IllegalArgumentException(action);
        }
        return "done";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The JDK's own, when it refuses one, leaves a descriptor open; so it is not asked. */
    @Test
    void shouldRefusePipelinesInTheWordsOfTheJdk() throws Exception {
        List<ProcessBuilder> input = List.of(new ProcessBuilder("cat"), new ProcessBuilder("cat"));
        input.get(1).redirectInput(ProcessBuilder.Redirect.INHERIT);
        assertEquals(
                "start: java.lang.IllegalArgumentException: builder redirectInput() must be PIPE"
                        + " except for the first builder: INHERIT",
                answer("start", () -> ProcessBuilder.startPipeline(input)));
        List<ProcessBuilder> output = List.of(new ProcessBuilder("cat"), new ProcessBuilder("cat"));
        output.get(0).redirectOutput(ProcessBuilder.Redirect.INHERIT);
        assertEquals(
                "start: java.lang.IllegalArgumentException: builder redirectOutput() must be PIPE"
                        + " except for the last builder: INHERIT",
                answer("start", () -> ProcessBuilder.startPipeline(output)));
        String missing = "penstock-no-such-program";
        assertEquals(
                answer("start", () -> new java.lang.ProcessBuilder(missing).start()),
                answer(
                        "start",
                        () ->
                                ProcessBuilder.startPipeline(
                                        List.of(
                                                new ProcessBuilder("cat"),
                                                new ProcessBuilder(missing)))));
    }

    @Test
    void shouldConnectPipelinesAsTheJdkDoes() throws Exception {
        String[][] words = {{"seq", "1", "5000"}, {"grep", "7"}, {"wc", "-l"}};
        List<java.lang.ProcessBuilder> theirs = new ArrayList<>();
        List<ProcessBuilder> ours = new ArrayList<>();
        for (String[] each : words) {
            theirs.add(new java.lang.ProcessBuilder(each));
            ours.add(new ProcessBuilder(each));
        }
        assertEquals(
                results(java.lang.ProcessBuilder.startPipeline(theirs)),
                results(ProcessBuilder.startPipeline(ours)));
    }

    private static List<String> results(List<Process> processes) throws Exception {
        List<String> results = new ArrayList<>();
        for (Process process : processes) {
            results.add(
                    text(process.getInputStream().readAllBytes())
                            + text(process.getErrorStream().readAllBytes())
                            + process.waitFor()
                            + answer("write closed", () -> act(process, "write closed")));
            process.destroy();
        }
        return results;
    }
}
