package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.sink.Capture;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Each option, as the child itself sees it; and nothing else changes for it. */
@Timeout(60)
class ConfinementTest {
    private static final Confinement NONE = Confinement.none();

    private static boolean isRoot() throws Exception {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    /** The values that differ from an unconfined child's are these and no others. */
    private static Inherited confined(Confinement confinement, String... changed) throws Exception {
        Inherited plain = Inherited.of(Inherited.COMMAND);
        Inherited confined = Inherited.of(Inherited.COMMAND.confine(confinement));
        assertEquals(List.of(changed), plain.differences(confined));
        assertEquals(List.of("0", "1", "2"), confined.descriptors());
        return confined;
    }

    @Test
    void shouldLimitEachResource() throws Exception {
        int number = 0;
        for (Resource resource : Resource.values()) {
            // Enough for the child itself, and a value of its own for each.
            long soft = (1L << 30) + ++number;
            Confinement limited = NONE.limit(resource, soft, soft + 100);
            switch (resource) {
                case CORE, FSIZE, DATA, AS, CPU, RTTIME, STACK -> {
                    Inherited child = confined(limited, "RLIMIT_" + resource);
                    assertEquals(soft + " " + (soft + 100), child.get("RLIMIT_" + resource));
                }
                default -> {
                    // Whose hard limit is low already: lower it.
                    Inherited child =
                            Inherited.of(Inherited.COMMAND.confine(NONE.limit(resource, 0)));
                    assertEquals("0 0", child.get("RLIMIT_" + resource));
                }
                case NOFILE, NPROC -> {
                    Inherited child = confined(NONE.limit(resource, 50, 60), "RLIMIT_" + resource);
                    assertEquals("50 60", child.get("RLIMIT_" + resource));
                }
            }
        }
    }

    @Test
    void shouldSetASoftLimitAlone() throws Exception {
        String hard = Inherited.of(Inherited.COMMAND).get("RLIMIT_NOFILE").split(" ")[1];
        Inherited child = confined(NONE.softLimit(Resource.NOFILE, 40), "RLIMIT_NOFILE");
        assertEquals("40 " + hard, child.get("RLIMIT_NOFILE"));
        Inherited unlimited =
                Inherited.of(
                        Inherited.COMMAND.confine(
                                NONE.softLimit(Resource.CORE, Resource.UNLIMITED)));
        assertTrue(unlimited.get("RLIMIT_CORE").startsWith("-1 "), unlimited.get("RLIMIT_CORE"));
    }

    @Test
    void shouldEnforceALimit() throws Exception {
        Outcome outcome =
                Command.of("sh", "-c", "while :; do :; done")
                        .confine(NONE.limit(Resource.CPU, 1, 2))
                        .run();
        assertEquals("SIGXCPU", ((Exit.Killed) outcome.exit()).signal().toString());
    }

    @Test
    void shouldSetNiceUmaskOomScoreAndNoNewPrivileges() throws Exception {
        assertEquals("7", confined(NONE.nice(7), "nice").get("nice"));
        assertEquals("0027", confined(NONE.umask(0_27), "umask").get("umask"));
        String adjusted = "oom_score_adj";
        assertEquals("321", confined(NONE.oomScoreAdjustment(321), adjusted).get(adjusted));
        assertEquals("1", confined(NONE.noNewPrivileges(), "NoNewPrivs").get("NoNewPrivs"));
    }

    @Test
    void shouldTakeWhatOnlyRootMaySetBeforeItBecomesAnother() throws Exception {
        assumeTrue(isRoot(), "only root may become another user");
        Path program = forEverybody(Path.of(Native.program("inherited")));
        try {
            Confinement nobody =
                    NONE.identity(new Identity(65534, 65533, List.of(7L, 9L)))
                            .nice(-5)
                            .oomScoreAdjustment(10);
            Inherited child = Inherited.of(Command.of(program.toString()).confine(nobody));
            assertEquals("65534 65534 65534", child.get("uid"));
            assertEquals("65533 65533 65533", child.get("gid"));
            assertEquals("7 9", child.get("groups"));
            assertEquals("0000000000000000", child.get("CapEff"));
            assertEquals("-5", child.get("nice"));
            assertEquals("10", child.get("oom_score_adj"));
            Inherited dying =
                    Inherited.of(
                            Command.of(program.toString())
                                    .confine(nobody)
                                    .parentDeathSignal(Signal.TERM));
            assertEquals("15", dying.get("pdeathsig"));
        } finally {
            Files.delete(program);
            Files.delete(program.getParent());
        }
    }

    /** A copy where any user may execute it, wherever this checkout is. */
    private static Path forEverybody(Path program) throws Exception {
        Path dir = Files.createTempDirectory("penstock");
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.copy(program, dir.resolve(program.getFileName()));
    }

    @Test
    void shouldFindTheProgramAndTheDirectoryAsTheNewUser(@TempDir Path dir) throws Exception {
        assumeTrue(isRoot(), "only root may become another user");
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        Confinement nobody = NONE.identity(Identity.of(65534, 65534));
        Command command = Command.of("sh", "-c", "id -u; pwd").confine(nobody);
        Capture out = Capture.of(100);
        command.directory(Path.of("/usr")).stdout(out).run().orThrow();
        assertEquals("65534\n/usr\n", out.text());
        Exception e = assertThrows(Exception.class, () -> command.directory(dir).run());
        assertTrue(e.getMessage().contains("chdir: EACCES: '" + dir + "'"), e.getMessage());
    }

    @Test
    void shouldLetAnotherUserOpenItsStreamsAgain() throws Exception {
        assumeTrue(isRoot(), "only root may become another user");
        Confinement nobody = NONE.identity(Identity.of(65534, 65534));
        String script = "cat /dev/stdin > /dev/stdout; echo error > /dev/stderr";
        Capture out = Capture.of(100);
        Capture err = Capture.of(100);
        Command command = Command.of("sh", "-c", script).confine(nobody);
        command.stdin(Input.text("text")).stdout(out).stderr(err).run().orThrow();
        assertEquals("text error\n", out.text() + " " + err.text());
        // Also a pipe from child to child.
        Capture last = Capture.of(100);
        PipelineOutcome both =
                Pipeline.of(
                                command.stdin(Input.text("through")),
                                command.stdout(last).stderr(Output.nowhere()))
                        .run();
        assertTrue(both.succeeded(), both.toString());
        assertEquals("through", last.text());
    }

    @Test
    void shouldLookUpAUserAndItsGroups() throws Exception {
        assertEquals(0, Identity.user("root").uid());
        assertThrows(IllegalArgumentException.class, () -> Identity.user("no such user"));
        if (isRoot()) {
            Capture out = Capture.of(1000);
            Command.of("id", "-G")
                    .confine(NONE.identity(Identity.user("daemon")))
                    .stdout(out)
                    .run()
                    .orThrow();
            Capture expected = Capture.of(1000);
            Command.of("id", "-G", "daemon").stdout(expected).run().orThrow();
            assertEquals(expected.text(), out.text());
        }
    }

    @Test
    void shouldGiveArgumentsEnvironmentAndDirectoryThroughTheLauncherToo(@TempDir Path dir)
            throws Exception {
        Command command =
                Inherited.COMMAND
                        .argv0("another name")
                        .directory(dir)
                        .clearEnvironment()
                        .environment(Map.of("A", "ä", "B", ""))
                        .environment("C", "x\ny");
        for (Command each : List.of(command, command.confine(NONE.umask(0_22)))) {
            Inherited child = Inherited.of(each);
            assertEquals("another name", child.get("arg 0"));
            assertEquals(dir.toRealPath().toString(), child.get("cwd"));
            assertEquals("ä", child.get("env A"));
            assertEquals("", child.get("env B"));
            assertEquals("x\\ny", child.get("env C"));
            List<String> variables =
                    child.values().keySet().stream().filter(k -> k.startsWith("env ")).toList();
            assertEquals(List.of("env A", "env B", "env C"), variables);
        }
    }

    @Test
    void shouldTakeAStreamAndAGroupThroughTheLauncherToo() throws Exception {
        Capture out = Capture.of(100);
        Capture err = Capture.of(100);
        Command.of("sh", "-c", "cat; echo error >&2")
                .stdin(Input.text("text"))
                .stdout(out)
                .stderr(err)
                .confine(NONE.nice(1))
                .run()
                .orThrow();
        assertEquals("text error\n", out.text() + " " + err.text());
        Command nice = Inherited.COMMAND.confine(NONE.nice(1));
        Inherited group = Inherited.of(nice.newProcessGroup());
        assertEquals(group.get("pid"), group.get("pgid"));
        Inherited session = Inherited.of(nice.newSession());
        assertEquals(session.get("pid"), session.get("sid"));
        assertEquals("0000000000000000", session.get("mask"));
    }

    @Test
    void shouldRefuseWhatTheKernelHasNotGot() {
        refused("oom_score_adj 1001", () -> NONE.oomScoreAdjustment(1001));
        refused("nice 20 is not from -20 to 19", () -> NONE.nice(20));
        refused("umask 512", () -> NONE.umask(0_1000));
        refused("RLIMIT_CPU: soft limit 2 above", () -> NONE.limit(Resource.CPU, 2, 1));
        refused("above hard limit 1", () -> NONE.limit(Resource.CPU, Resource.UNLIMITED, 1));
        refused("RLIMIT_CORE is negative: -2", () -> NONE.softLimit(Resource.CORE, -2));
        refused("no number of a user: -1", () -> Identity.of(-1, 0));
        refused("no number of a group: 4294967295", () -> Identity.of(0, 0xffff_ffffL));
        Command command = Command.of("true");
        refused("descriptor 2 is not from 3", () -> command.descriptor(2, 5));
    }

    private static void refused(String message, Executable bad) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, bad);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
