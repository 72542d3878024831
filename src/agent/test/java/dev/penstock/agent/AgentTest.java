package dev.penstock.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Inspector;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.junit.ExplainHangs;
import dev.penstock.junit.Leaks;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.EndedBy;
import dev.penstock.process.Input;
import dev.penstock.sink.Capture;
import dev.penstock.testing.Eventually;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in a JVM of their own, with the agent's jar as it is published. */
@ExplainHangs(leaks = Leaks.IGNORE)
@Timeout(60)
class AgentTest {
    private static final String READ = "ChildProcess\n0 588895\n";

    @ParameterizedTest
    @ValueSource(strings = {"waits", "executes", "pipes"})
    void shouldNotStallAndSayNothing(String what) throws Exception {
        AgentJvm jvm = AgentJvm.run("", what);

        assertEquals(READ, jvm.out());
        assertEquals("", jvm.err());
        assertTrue(jvm.outcome().succeeded(), jvm.outcome()::toString);
    }

    @Test
    void shouldStallWithoutIt() throws Exception {
        AgentJvm jvm = AgentJvm.run(AgentJvm.program(null, "waits"), Duration.ofSeconds(3));

        assertEquals(EndedBy.TIMEOUT, jvm.outcome().endedBy());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void shouldHaveNativeAccessWhereItIsDenied() throws Exception {
        AgentJvm jvm = AgentJvm.run("", "waits", "--illegal-native-access=deny");

        assertEquals(READ, jvm.out());
        assertEquals("", jvm.err());
    }

    @Test
    void shouldFailAsTheJdkDoes() throws Exception {
        AgentJvm jvm = AgentJvm.run("", "fails");

        assertEquals(AgentJvm.run(null, "fails").out(), jvm.out());
        assertTrue(jvm.out().contains("/no/such/program"), jvm.out());
        assertEquals("", jvm.err());
    }

    @Test
    void shouldGiveTheEnvironment() throws Exception {
        assertEquals("given-added\ngiven-\n", AgentJvm.run("", "environment").out());
    }

    @Test
    void shouldLeaveItToTheJdkWhereNothingNativeCanBeLoaded() throws Exception {
        AgentJvm jvm = AgentJvm.run("", "twice", "-Ddev.penstock.binding=/no/such/library");

        assertEquals("ProcessImpl\nProcessImpl\n", jvm.out());
        assertEquals(1, jvm.err().split("penstock-agent: ", -1).length - 1, jvm.err());
        assertTrue(jvm.err().contains("could not start"), jvm.err());
    }

    @Test
    void shouldLoadNextToNothingBeforeTheFirstProcess() throws Exception {
        AgentJvm jvm = AgentJvm.run("", "nothing", "-Xlog:class+load:file=/dev/stderr");

        assertTrue(jvm.err().contains("dev.penstock.agent.launch.Premain"), jvm.err());
        assertFalse(jvm.err().contains(" org.objectweb.asm"), "ASM was loaded");
        assertFalse(jvm.err().contains("dev.penstock.process"), "the library was loaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wach", "memory=4XB", "full=never", "every=0s", "cure=1", ",", "file="})
    void shouldNameAnOptionThatItDoesNotKnow(String options) throws Exception {
        AgentJvm jvm = AgentJvm.run(options, "twice");

        String wrong = options.equals(",") ? "" : options;
        assertTrue(jvm.err().contains("the option '" + wrong + "' is not"), jvm.err());
        assertEquals("ProcessImpl\nProcessImpl\n", jvm.out());
    }

    @Test
    void shouldChangeAProgramThatRuns() throws Exception {
        Capture out = Capture.of(1 << 16);
        Capture err = Capture.of(1 << 16);
        try (Child child =
                AgentJvm.program(null, "asked")
                        .stdin(Input.interactive())
                        .stdout(out)
                        .stderr(err)
                        .start()) {
            // jcmd attaches once the JVM has come up.
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            Eventually.await(
                    "the JVM",
                    () ->
                            Command.of(
                                            jcmd.toString(),
                                            Long.toString(child.pid()),
                                            "JVMTI.agent_load",
                                            AgentJvm.JAR.toString())
                                    .run()
                                    .succeeded());
            child.stdin().write(ByteBuffer.wrap(new byte[] {'\n'}));
            child.await();
        }
        assertEquals(READ, out.text(), err.text());
    }

    @Test
    void shouldWarnOfAChildThatStandsAndRecordIt(@TempDir Path folder) throws Exception {
        Path recording = folder.resolve("stalls.jfr");
        Capture out = Capture.of(1 << 16);
        Capture err = Capture.of(1 << 16);
        try (Child child =
                AgentJvm.program(
                                "watch,every=300ms",
                                "waits",
                                "-XX:StartFlightRecording:settings=none,dev.penstock.StalledChild#enabled=true,filename="
                                        + recording)
                        .stdout(out)
                        .stderr(err)
                        .start()) {
            Eventually.await(
                    "the warning",
                    () -> err.text().contains("\tat " + Program.class.getName() + ".main"));
            Inspection seen =
                    new Inspector(ProcFs.open(), Duration.ofMillis(50))
                            .inspect(view -> view.pid() == child.pid());
            List<String> evidence = seen.findings().get(0).evidence();
            assertTrue(
                    evidence.contains("java (" + child.pid() + ") runs with Penstock's agent"),
                    evidence::toString);
            for (ProcessHandle seq :
                    ProcessHandle.of(child.pid()).orElseThrow().children().toList()) {
                seq.destroy();
            }
            child.await();
        }
        assertTrue(out.text().contains("ProcessImpl\n143 "), out.text());
        assertTrue(err.text().contains("DEADLOCK: seq ("), err.text());
        assertTrue(err.text().contains("The thread \"main\" started it "), err.text());
        List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
        List<RecordedEvent> stalls =
                events.stream()
                        .filter(
                                event ->
                                        event.getEventType()
                                                .getName()
                                                .equals("dev.penstock.StalledChild"))
                        .toList();
        assertEquals(1, stalls.size(), events::toString);
        assertTrue(stalls.get(0).getString("summary").startsWith("DEADLOCK: seq ("));
        assertEquals("main", stalls.get(0).getString("thread"));
        assertTrue(stalls.get(0).getDuration("standing").toMillis() > 0);
    }

    /** Other threads of this program work all the time, so nothing is proven; but it stands. */
    @Test
    void shouldWarnOfOneThatStandsLongInABusyProgram() throws Exception {
        Capture err = Capture.of(1 << 16);
        try (Child child =
                AgentJvm.program("watch,every=200ms,after=1s", "busy").stderr(err).start()) {
            Eventually.await("the warning", () -> err.text().contains("has stood there for"));
            assertTrue(child.isAlive());
        }
        assertTrue(err.text().contains("writes to a full pipe"), err.text());
        assertFalse(err.text().contains("DEADLOCK"), err.text());
    }
}
