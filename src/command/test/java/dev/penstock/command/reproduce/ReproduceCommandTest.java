package dev.penstock.command.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.PipeWait;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real children, stalled and cured. */
@Timeout(60)
class ReproduceCommandTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2049, 4096, 4097, 65536, 200_000})
    void shouldStallWhereTheKernelsSlotsAreFull(int chunk) throws IOException {
        Ran ran =
                Ran.penstock(
                        "reproduce",
                        "--json",
                        "--bytes",
                        "300000",
                        "--chunk",
                        Integer.toString(chunk));

        assertEquals("", ran.err());
        assertEquals(0, ran.code());
        Map<String, Object> json = ran.json();
        Map<String, Object> pipe = object(json, "pipe");
        int page = (int) number(pipe, "page_size");
        int capacity = (int) number(pipe, "capacity");
        PipeModel model = new PipeModel(page, capacity / page).fill(chunk);
        assertEquals(model.unread, number(pipe, "unread"));
        Map<String, Object> writes = object(json, "writes");
        assertEquals(model.returned, number(writes, "returned"));
        assertEquals(model.returned * chunk, number(writes, "bytes_returned"));
        assertEquals(
                model.unread - model.returned * chunk, number(writes, "bytes_of_the_sleeping_one"));
    }

    /** The same as numbers, for the machines that most people have. */
    @Test
    void shouldKnowTheModelsNumbers() {
        assertEquals(65536, new PipeModel(4096, 16).fill(1).unread);
        assertEquals(65536, new PipeModel(4096, 16).fill(4096).unread);
        assertEquals(45066, new PipeModel(4096, 16).fill(4097).unread);
        assertEquals(10, new PipeModel(4096, 16).fill(4097).returned);
        assertEquals(32784, new PipeModel(4096, 16).fill(2049).unread);
        assertEquals(65536, new PipeModel(4096, 16).fill(65536).unread);
        assertEquals(1, new PipeModel(4096, 16).fill(65536).returned);
    }

    @Test
    void shouldTellWhoSleepsWhereAndWhoHoldsThePipe() throws IOException {
        Map<String, Object> json = Ran.penstock("reproduce", "--json").json();

        Map<String, Object> writer = object(json, "writer");
        assertEquals(json.get("pid"), writer.get("pid"));
        assertTrue(
                PipeWait.of((String) writer.get("kernel_function")).mayWaitForRoom(),
                writer.toString());
        assertEquals("write", writer.get("syscall"));
        assertEquals(1L, writer.get("fd"));
        assertEquals(4096L, writer.get("asked"));
        long self = ProcessHandle.current().pid();
        List<Map<String, Object>> holders = objects(json, "holders");
        assertEquals(
                List.of(self),
                holders.stream()
                        .filter(h -> h.get("end").equals("read"))
                        .map(h -> h.get("pid"))
                        .toList());
        assertEquals(
                List.of(json.get("pid")),
                holders.stream()
                        .filter(h -> h.get("end").equals("write"))
                        .map(h -> h.get("pid"))
                        .toList());
        List<Map<String, Object>> samples = objects(json, "samples");
        assertEquals(
                object(json, "pipe").get("unread"), samples.get(samples.size() - 1).get("unread"));
    }

    @Test
    void shouldRunTheSameChildWithEveryCure() throws IOException {
        Map<String, Object> json = Ran.penstock("reproduce", "--json", "--bytes", "2MiB").json();

        assertEquals(true, json.get("well"));
        Map<String, Object> payload = object(json, "payload");
        assertEquals(2L << 20, number(payload, "bytes"));
        List<Map<String, Object>> cures = objects(json, "cures");
        assertEquals(
                List.of(
                        "Discard",
                        "QueueSink.ofLines",
                        "Capture",
                        "Lines",
                        "PipeChannel.dup",
                        "Command.timeout"),
                cures.stream().map(cure -> cure.get("cure")).toList());
        for (Map<String, Object> cure : cures.subList(0, 5)) {
            assertEquals(payload.get("bytes"), cure.get("bytes"), cure.toString());
            assertEquals(payload.get("crc32c"), cure.get("crc32c"), cure.toString());
            assertEquals("exited with 0", cure.get("exit"), cure.toString());
        }
        Map<String, Object> timeout = cures.get(5);
        assertEquals(true, timeout.get("timed_out"));
        assertEquals(object(json, "pipe").get("unread"), timeout.get("bytes"));
        assertNotEquals(payload.get("crc32c"), timeout.get("crc32c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "perl", "python3"})
    void shouldStallOtherPrograms(String program) throws IOException {
        assumeTrue(installed(program), "dd is on every machine, these are not");
        Ran ran = Ran.penstock("reproduce", "--json", "--program", program);

        assertEquals(0, ran.code(), ran.err() + ran.out());
        assertEquals(program.equals("cat"), ran.json().get("writes") == null);
    }

    @Test
    void shouldFindTheWriterThatIsNotTheChildItself() throws IOException {
        Ran ran =
                Ran.penstock(
                        "reproduce",
                        "--json",
                        "--",
                        "sh",
                        "-c",
                        "dd if=/dev/zero bs=4096 count=100 status=none; exit 3");

        assertEquals(0, ran.code(), ran.err());
        Map<String, Object> json = ran.json();
        assertNotEquals(json.get("pid"), object(json, "writer").get("pid"));
        assertTrue(object(json, "writer").get("command").toString().startsWith("dd if=/dev/zero"));
        assertEquals("exited with 3", objects(json, "cures").get(0).get("exit"));
    }

    @Test
    void shouldMakeThePipeAsLargeAsAsked() throws IOException {
        Ran ran = Ran.penstock("reproduce", "--json", "--pipe-size", "128KiB");

        assertEquals(0, ran.code(), ran.err());
        assertEquals(128L << 10, object(ran.json(), "pipe").get("unread"));
        assertEquals(128L << 10, object(ran.json(), "pipe").get("asked"));
    }

    @Test
    void shouldMakeEveryPipeAsLargeAsAsked() throws IOException {
        assumeTrue(installed("python3"));
        Path sizes = folder.resolve("sizes");
        // Writes down how large its own pipe is (F_GETPIPE_SZ), and then more than that.
        String script =
                "import fcntl,os,sys; f=open(sys.argv[1],'a'); f.write('%d ' % fcntl.fcntl(1,"
                        + " 1032)); f.close(); os.write(1, b'x' * 300000)";

        Ran ran =
                Ran.penstock(
                        "reproduce",
                        "--pipe-size",
                        "100000",
                        "--",
                        "python3",
                        "-c",
                        script,
                        sizes.toString());

        assertEquals(0, ran.code(), ran.err() + ran.out());
        assertEquals("131072 ".repeat(1 + 6), Files.readString(sizes), "the stall's, the cures'");
        assertTrue(ran.out().contains(" (100 000 B asked for)"), ran.out());
        assertTrue(ran.out().contains("its pipe of 128 KiB each time:"), ran.out());
    }

    @Test
    void shouldExplainInPlainText() {
        Ran ran = Ran.penstock("reproduce", "--chunk", "4097");

        assertEquals(0, ran.code(), ran.err());
        assertTrue(
                ran.out()
                        .contains(
                                "The child asked to write 4 097 bytes to fd 1; the pipe has no free"
                                        + " slot."));
        assertTrue(ran.out().contains("(this penstock)"));
        assertFalse(ran.out().contains("\u001b"), "no colours outside a terminal");
        for (String line : ran.out().split("\n")) {
            assertTrue(line.length() <= 100, line);
        }
    }

    @Test
    void shouldSayThatAChildDidNotStall() {
        Ran ran = Ran.penstock("reproduce", "--json", "--bytes", "1000");

        assertEquals(1, ran.code());
        assertTrue(
                ran.err().startsWith("penstock: reproduce: the child did not stall: exited with 0"),
                ran.err());
        assertTrue(ran.err().contains("--bytes"), ran.err());
    }

    @Test
    void shouldGiveUpOnAChildThatDoesNotWrite() {
        Ran ran = Ran.penstock("reproduce", "--json", "--patience", "300ms", "--", "sleep", "30");

        assertEquals(1, ran.code());
        assertTrue(
                ran.err().contains("no task was seen asleep in a full pipe within 300.0 ms"),
                ran.err());
    }

    @Test
    void shouldStopAfterTheFirstCureOfACommandThatDoesNotEnd() {
        Ran ran = Ran.penstock("reproduce", "--patience", "1s", "--", "yes");

        assertEquals(2, ran.code(), ran.err());
        String line =
                "penstock: reproduce: 'yes' did not end within --patience 1.00 s, although Discard"
                        + " read the [0-9 ]+ bytes that it wrote; CMD must end by itself: bound it,"
                        + " or give it a longer --patience\n";
        assertTrue(ran.err().matches(line), ran.err());
        assertTrue(ran.out().contains("It must end by itself within 1.00 s"), ran.out());
        assertTrue(ran.out().replace('\n', ' ').contains("each waits for the other"), ran.out());
        assertFalse(ran.out().contains("Capture"), ran.out());
        assertFalse(ran.out().contains("FAILED"), ran.out());
    }

    @Test
    void shouldTellMachinesOfACommandThatDoesNotEnd() throws IOException {
        Ran ran = Ran.penstock("reproduce", "--json", "--patience", "300ms", "--", "yes");

        assertEquals(2, ran.code());
        assertEquals(1, ran.err().lines().count(), ran.err());
        Map<String, Object> json = ran.json();
        assertEquals(false, json.get("well"));
        assertEquals(1, objects(json, "cures").size());
        assertEquals("its time ran out", objects(json, "cures").get(0).get("failure"));
    }

    @Test
    void shouldShowTheCuresBeforeTheOneThatSawNoEnd() {
        // Ends for the stall's sake and the first cure, and then no more.
        String script =
                "printf x >>\"$1\"; [ \"$(wc -c <\"$1\")\" -le 2 ] || exec yes;"
                        + " dd if=/dev/zero bs=4096 count=100 status=none";

        Ran ran =
                Ran.penstock(
                        "reproduce",
                        "--patience",
                        "2s",
                        "--",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        folder.resolve("runs").toString());

        assertEquals(1, ran.code(), ran.err());
        assertTrue(ran.err().contains("although QueueSink.ofLines read"), ran.err());
        assertTrue(ran.out().contains("\nDiscard "), ran.out());
        assertTrue(ran.out().contains("its time ran out"), ran.out());
        assertFalse(ran.out().contains("\nCapture "), ran.out());
    }

    @Test
    void shouldLeaveNoFileBehind() {
        Ran ran = Ran.penstock("reproduce");

        int from = ran.out().indexOf("if=") + 3;
        String file = ran.out().substring(from, ran.out().indexOf(' ', from));
        assertTrue(file.endsWith(".txt"), file);
        assertFalse(new File(file).exists(), file);
    }

    @Test
    void shouldNameTheOptionThatIsWrong() {
        usage("--bytes", "reproduce", "--bytes", "lots");
        usage("--chunk", "reproduce", "--chunk", "0");
        usage("--chunk", "reproduce", "--program", "cat", "--chunk", "1");
        usage("--program", "reproduce", "--program", "cobol");
        usage("--patience", "reproduce", "--patience", "5");
        usage("--pipe-size", "reproduce", "--pipe-size", "2GiB");
        usage("--bytes", "reproduce", "--bytes", "1", "--", "true");
    }

    @Test
    void shouldNotTakeAnUnknownScenarioForACommand() {
        assertEquals(
                new Ran(
                        2,
                        "",
                        "penstock: reproduce: there is no scenario 'wait-unred' (did you mean"
                                + " 'wait-unread'?); 'penstock reproduce --list' lists them; a command"
                                + " of your own comes after --: penstock reproduce -- wait-unred\n"),
                Ran.penstock("reproduce", "wait-unred"));
    }

    @Test
    void shouldListScenariosForMachines() throws Exception {
        List<?> scenarios =
                (List<?>) Ran.penstock("reproduce", "--json", "--list").json().get("scenarios");

        assertTrue(scenarios.size() > 50, scenarios.toString());
        Map<?, ?> first = (Map<?, ?>) scenarios.get(0);
        assertTrue(((String) first.get("name")).contains("."), first.toString());
        assertTrue(first.get("hangs") instanceof Boolean, first.toString());
        assertFalse(((List<?>) first.get("verdicts")).isEmpty(), first.toString());
    }

    private static void usage(String option, String... args) {
        Ran ran = Ran.penstock(args);
        assertEquals(2, ran.code(), ran.err());
        assertTrue(
                ran.err().startsWith("penstock: reproduce: ") && ran.err().contains(option),
                ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
    }

    private static boolean installed(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (new File(folder, program).canExecute()) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> json, String name) {
        return (Map<String, Object>) json.get(name);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Map<String, Object> json, String name) {
        return (List<Map<String, Object>>) json.get(name);
    }

    private static long number(Map<String, Object> json, String name) {
        return (Long) json.get(name);
    }

    @Test
    void shouldListScenarios() {
        Ran ran = Ran.penstock("reproduce", "--list");

        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().contains("wait-unread  .py .sh .java .go .c  DEADLOCK\n"), ran.out());
        assertTrue(ran.out().indexOf("wait-unread") < ran.out().indexOf("only look as if"));
        assertTrue(ran.out().indexOf("sleep-cat") > ran.out().indexOf("only look as if"));
        for (String line : ran.out().split("\n")) {
            assertTrue(line.length() <= 100, line);
        }
    }

    @Test
    void shouldRunAScenarioAndInspectIt() {
        Ran ran = Ran.penstock("reproduce", "wait-unread.sh");

        assertEquals("", ran.err());
        assertEquals(0, ran.code(), ran.out());
        assertTrue(ran.out().contains("wait \"$COPROC_PID\""), ran.out());
        assertTrue(ran.out().contains("DEADLOCK  dd ("), ran.out());
        assertTrue(ran.out().contains("That is right: DEADLOCK."), ran.out());
    }

    @Test
    void shouldRefuseOptionsThatAScenarioHasNot() {
        assertEquals(
                new Ran(2, "", "penstock: reproduce: --chunk does not go with a scenario\n"),
                Ran.penstock("reproduce", "--chunk", "1", "wait-unread.sh"));
        assertEquals(
                new Ran(
                        2,
                        "",
                        "penstock: reproduce: --hold goes with a scenario; 'penstock reproduce"
                                + " --list' lists them\n"),
                Ran.penstock("reproduce", "--hold", "1s"));
    }
}
