package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.command.Penstock;
import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.PublicClassPath;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may look at less says that he does not know, and why; nobody guesses. Only root can look as
 * others.
 */
class VisibilityTest {
    /** Waits for its child before it reads. */
    private static final String DEADLOCK =
            "exec 3< <(exec head -c 200000 /dev/zero); wait $!; exit 0";

    private static final List<String> USER =
            List.of("setpriv", "--reuid=64323", "--regid=64323", "--clear-groups");

    private static PublicClassPath classPath;

    @BeforeAll
    static void copyClasses() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can look as others");
        classPath = PublicClassPath.copy();
    }

    @AfterAll
    static void removeClasses() throws IOException {
        if (classPath != null) {
            classPath.close();
        }
    }

    @Test
    void shouldProveItAsTheSameUser() throws Exception {
        try (Hung hung = as("65534", "65534").awaitPipe(PipeWait.ROOM)) {
            Ran ran = inspect(List.of("setpriv", "--reuid=65534", "--regid=65534"), hung.pid());

            assertEquals(1, ran.code(), ran.err());
            assertTrue(ran.out().startsWith("DEADLOCK"), ran.out());
        }
    }

    @Test
    void shouldNotKnowAsAnotherUser() throws Exception {
        try (Hung hung = as("65534", "65534").awaitPipe(PipeWait.ROOM)) {
            Ran ran = inspect(List.of("setpriv", "--reuid=65533", "--regid=65533"), hung.pid());

            assertUnknown(ran);
            assertTrue(ran.out().contains("permission denied"), ran.out());
        }
    }

    /** As in a container without the capability, where the other process has more than we. */
    @Test
    void shouldNotKnowAsRootWithoutTheCapability() throws Exception {
        try (Hung hung = new Hung("bash", "-c", DEADLOCK).awaitPipe(PipeWait.ROOM)) {
            Ran ran = inspect(List.of("setpriv", "--bounding-set=-sys_ptrace"), hung.pid());

            assertUnknown(ran);
        }
    }

    /** The kernel wants the group to be the same too. What Yama takes, WaitReaderTest has. */
    @Test
    void shouldNotKnowWhereTheGroupIsAnother() throws Exception {
        try (Hung hung = as("65534", "65534").awaitPipe(PipeWait.ROOM)) {
            Ran ran = inspect(List.of("setpriv", "--reuid=65534", "--regid=65533"), hung.pid());

            assertUnknown(ran);
        }
    }

    @Test
    void shouldWorkInAPidNamespaceOfItsOwn() throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                "sh",
                                "-c"));
        // Its process ids are its own: the child of the shell is found by its name.
        words.add(
                "bash -c \"$CODE\" >/dev/null & until grep -q pipe_write /proc/[0-9]*/wchan"
                        + " 2>/dev/null; do sleep 0.1; done; \"$@\"");
        words.add("sh");
        words.addAll(ChildJvm.command(classPath.text(), Penstock.class));
        words.addAll(List.of("inspect", "--name", "^bash"));
        Ran ran = run(words);

        assertTrue(ran.out().startsWith("DEADLOCK"), ran.out() + ran.err());
        assertEquals("", ran.err());
    }

    /** From cron, as a user: what was not looked at is not called fine. */
    @Test
    void shouldNotCallFineWhatMayNotBeLookedAt() throws Exception {
        try (Hung hung = new Hung("bash", "-c", DEADLOCK).awaitPipe(PipeWait.ROOM)) {
            // Nobody else's: a stall of the same user would be told.
            List<String> user = List.of("setpriv", "--reuid=64321", "--regid=64321");
            Ran ran = inspect(user, "--all");
            Ran tolerant = inspect(user, "--all", "--fail-on", "suspected");
            Ran json = inspect(user, "--all", "--json");

            assertEquals(4, ran.code(), ran.out() + ran.err());
            String[] lines = ran.out().split("\n");
            assertEquals("IDLE  nothing is stalled, of what may be looked at", lines[0]);
            assertTrue(
                    lines[1].matches(
                            "  ! [0-9 ]+ process(es)? may not be looked at by this user: sudo"
                                    + " penstock inspect --all"),
                    ran.out());
            assertEquals(0, tolerant.code(), tolerant.err());
            assertEquals(false, json.json().get("permitted"));
            assertTrue(
                    ((String) json.json().get("missing")).contains("sudo penstock inspect --all"),
                    json.out());
            assertTrue(hung.pid() > 0);
        }
    }

    /** Its writer is root's, and may do whatever it does. */
    @Test
    void shouldNotKnowWhetherAnUnseenWriterWrites() throws Exception {
        try (Hung hung =
                new Hung(
                        "sh",
                        "-c",
                        "sleep 77 | setpriv --reuid=64322 --regid=64322 --clear-groups cat")) {
            int cat = hung.awaitNamed("cat");
            hung.awaitPipe(PipeWait.BYTES);

            Ran ran = inspect(List.of("setpriv", "--reuid=64322", "--regid=64322"), "" + cat);

            assertEquals(4, ran.code(), ran.out() + ran.err());
            assertTrue(
                    ran.out()
                            .startsWith(
                                    "UNKNOWN  cat ("
                                            + cat
                                            + ") waits for somebody who may not be looked at\n  ! "),
                    ran.out());
            assertTrue(ran.out().contains("sudo penstock inspect " + cat), ran.out());
        }
    }

    /** As process 1 of a container in one session with everybody: who is between has no pipe. */
    @Test
    void shouldProveItBelowAnUnseenAncestorThatIsFarAway() throws Exception {
        String between = String.join(" ", USER) + " bash -c 'bash -c \"$0\"; exit' \"$0\"; exit";
        try (Hung hung = new Hung("bash", "-c", between, DEADLOCK).awaitPipe(PipeWait.ROOM)) {
            Ran ran = inspect(USER, "" + hung.awaitNamed("head"));

            assertEquals(1, ran.code(), ran.out() + ran.err());
            assertTrue(ran.out().startsWith("DEADLOCK  head "), ran.out());
        }
    }

    /** The read end came from its parent, root's, who may read and cannot be seen to hold it. */
    @Test
    void shouldNotKnowWhetherAnUnseenParentReads() throws Exception {
        String waits =
                "import os, subprocess, sys; out = int(sys.argv[1]);"
                        + "head = subprocess.Popen(['head', '-c', '200000', '/dev/zero'], stdout=out);"
                        + "os.close(out); head.wait()";
        String parent =
                "import os, subprocess, sys; read, write = os.pipe();"
                        + "subprocess.call([*sys.argv[1:], str(write)], pass_fds=(read, write))";
        List<String> words = new ArrayList<>(List.of("python3", "-c", parent));
        words.addAll(USER);
        words.addAll(List.of("python3", "-c", waits));
        try (Hung hung = new Hung(words.toArray(String[]::new)).awaitPipe(PipeWait.ROOM)) {
            Ran ran = inspect(USER, "" + hung.awaitNamed("head"));

            assertEquals(4, ran.code(), ran.out() + ran.err());
            assertTrue(ran.out().startsWith("UNKNOWN  head "), ran.out());
            assertTrue(
                    ran.out().contains("1 process that may hold it too may not be looked at"),
                    ran.out());
        }
    }

    private static void assertUnknown(Ran ran) {
        assertEquals(4, ran.code(), ran.out() + ran.err());
        assertTrue(ran.out().startsWith("UNKNOWN"), ran.out());
        assertFalse(ran.out().contains("DEADLOCK"), ran.out());
        assertTrue(ran.out().contains("its owner may, and root"), ran.out());
    }

    private static Hung as(String user, String group) throws IOException {
        return new Hung(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + group,
                "--clear-groups",
                "bash",
                "-c",
                DEADLOCK);
    }

    private static Ran inspect(List<String> wrapper, int pid) throws Exception {
        return inspect(wrapper, "" + pid);
    }

    private static Ran inspect(List<String> wrapper, String... subjects) throws Exception {
        List<String> words = new ArrayList<>(wrapper);
        if (wrapper.get(1).startsWith("--reuid") && !wrapper.contains("--clear-groups")) {
            words.add("--clear-groups");
        }
        words.addAll(
                ChildJvm.command(classPath.text(), Penstock.class, "inspect", "--for", "100ms"));
        words.addAll(List.of(subjects));
        return run(words);
    }

    private static Ran run(List<String> words) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("penstock-rights", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(new File("/")).redirectError(errors.toFile());
        builder.environment().put("CODE", DEADLOCK);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            process.getInputStream().transferTo(out);
            return new Ran(
                    process.waitFor(),
                    out.toString(StandardCharsets.UTF_8),
                    Files.readString(errors));
        } finally {
            process.destroyForcibly().waitFor();
            process.getInputStream().close();
            Files.delete(errors);
        }
    }
}
