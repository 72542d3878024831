package dev.penstock.agent;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A JVM with the agent of this build, and what it printed. */
record AgentJvm(Outcome outcome, String out, String err) {
    static final Path JAR = Path.of("target/penstock-agent.jar").toAbsolutePath();

    /** The words before the program's own. */
    static List<String> command(String options, String classPath, String... flags) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        words.addAll(List.of(flags));
        if (options != null) {
            words.add("-javaagent:" + JAR + (options.isEmpty() ? "" : "=" + options));
        }
        words.addAll(List.of("-cp", classPath));
        return words;
    }

    static Command program(String options, String what, String... flags) {
        List<String> words =
                command(options, Path.of("src/agent/target/test-classes").toString(), flags);
        words.addAll(List.of(Program.class.getName(), what));
        return Command.of(words).environment("GIVEN", "given");
    }

    /**
     * @param options of the agent; null to run without it
     */
    static AgentJvm run(String options, String what, String... flags) throws Exception {
        return run(program(options, what, flags), Duration.ofSeconds(50));
    }

    static AgentJvm run(Command command, Duration limit) throws Exception {
        Capture out = Capture.of(1 << 20);
        Capture err = Capture.of(1 << 20);
        Outcome outcome = command.stdout(out).stderr(err).timeout(limit).run();
        return new AgentJvm(outcome, out.text(), err.text());
    }
}
