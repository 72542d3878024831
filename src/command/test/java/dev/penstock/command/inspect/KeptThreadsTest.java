package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.command.Ran;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is stopped, traced or frozen keeps its system call, which then proves nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KeptThreadsTest {
    private static final ProcFs PROC = ProcFs.open();

    private static final String WAITS =
            "import subprocess as s; s.Popen(['dd', 'if=/dev/zero', 'bs=4096', 'count=512'],"
                    + " stdout=s.PIPE).wait()";

    /** A control group of this test's own, in which somebody can be frozen. */
    private record Group(Path folder, String file, String frozen, String thawed)
            implements AutoCloseable {
        static Optional<Group> first() {
            return make("/sys/fs/cgroup/freezer", "freezer.state", "FROZEN", "THAWED");
        }

        static Optional<Group> second() {
            return make("/sys/fs/cgroup", "cgroup.freeze", "1", "0")
                    .or(() -> make("/sys/fs/cgroup/unified", "cgroup.freeze", "1", "0"));
        }

        private static Optional<Group> make(String top, String file, String frozen, String thawed) {
            Path folder = Path.of(top, "penstock-test-" + ProcessHandle.current().pid());
            try {
                Files.createDirectory(folder);
            } catch (IOException notAllowed) {
                return Optional.empty();
            }
            Group group = new Group(folder, file, frozen, thawed);
            if (Files.exists(folder.resolve(file))) {
                return Optional.of(group);
            }
            folder.toFile().delete();
            return Optional.empty();
        }

        void freeze(int pid) throws IOException {
            Files.writeString(folder.resolve("cgroup.procs"), Integer.toString(pid));
            Files.writeString(folder.resolve(file), frozen);
        }

        void thaw() throws IOException {
            Files.writeString(folder.resolve(file), thawed);
        }

        @Override
        public void close() throws IOException {
            thaw();
            while (!Files.readString(folder.resolve("cgroup.procs")).isBlank()) {
                Thread.onSpinWait();
            }
            Files.delete(folder);
        }
    }

    @Test
    void shouldProveNothingOfWhoIsFrozenByTheFirstFreezer() throws Exception {
        Optional<Group> group = Group.first();
        assumeTrue(group.isPresent(), "a freezer of version 1 that may be used");
        shouldProveNothingOfWhoIsFrozen(group.get());
    }

    @Test
    void shouldProveNothingOfWhoIsFrozenByTheSecondFreezer() throws Exception {
        Optional<Group> group = Group.second();
        assumeTrue(group.isPresent(), "a hierarchy of version 2 that may be used");
        shouldProveNothingOfWhoIsFrozen(group.get());
    }

    private static void shouldProveNothingOfWhoIsFrozen(Group made) throws Exception {
        try (Group group = made;
                Hung hung = Hung.python(WAITS)) {
            hung.awaitPipe(PipeWait.ROOM);
            assertEquals("DEADLOCK", verdict(hung.pid()));

            group.freeze(hung.pid());
            Eventually.await("frozen", () -> !verdict(hung.pid()).equals("DEADLOCK"));
            Map<String, Object> finding = finding(hung.pid());
            group.thaw();

            assertEquals("DEAD-CONSUMER", finding.get("verdict"));
            String summary = (String) finding.get("summary");
            assertTrue(
                    summary.endsWith(
                            "frozen by its control group, /" + group.folder().getFileName()),
                    summary);
        }
    }

    @Test
    void shouldNameAWriterThatIsStopped() throws Exception {
        try (Hung hung = new Hung("sh", "-c", "sleep 99 | cat")) {
            hung.awaitPipe(PipeWait.BYTES);
            int writer = hung.awaitNamed("sleep");
            signal("STOP", writer);
            awaitState(writer, 'T');

            Map<String, Object> finding = finding(hung.awaitNamed("cat"));

            assertEquals("STOPPED", finding.get("verdict"));
            assertEquals((long) writer, ((Map<?, ?>) finding.get("culprit")).get("pid"));
            assertEquals("STOPPED", verdict(writer));
            signal("CONT", writer);
            awaitState(writer, 'S');
            assertEquals("IDLE", verdict(writer));
        }
    }

    @Test
    void shouldTellOfAWholePipelineThatIsStopped() throws Exception {
        try (Hung hung = new Hung("sh", "-c", "sleep 99 | cat")) {
            hung.awaitPipe(PipeWait.BYTES);
            int writer = hung.awaitNamed("sleep");
            int reader = hung.awaitNamed("cat");
            for (int pid : List.of(hung.pid(), writer, reader)) {
                signal("STOP", pid);
                awaitState(pid, 'T');
            }

            Ran all = Ran.penstock("inspect", "--json", "--for", "200ms", "--all");

            assertTrue(
                    ((List<?>) all.json().get("findings"))
                            .stream()
                                    .map(finding -> (Map<?, ?>) finding)
                                    .anyMatch(
                                            finding ->
                                                    finding.get("verdict").equals("STOPPED")
                                                            && ((List<?>) finding.get("pids"))
                                                                    .containsAll(
                                                                            List.of(
                                                                                    (long) writer,
                                                                                    (long)
                                                                                            reader))),
                    all.out());
        }
    }

    private static void signal(String name, int pid) throws Exception {
        assertEquals(
                0, new ProcessBuilder("kill", "-" + name, Integer.toString(pid)).start().waitFor());
    }

    private static void awaitState(int pid, char state) throws Exception {
        Eventually.await(
                "state " + state,
                () -> PROC.stat(pid).known().map(stat -> stat.state()).orElse('?') == state);
    }

    private static String verdict(int pid) throws Exception {
        return (String) finding(pid).get("verdict");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> finding(int pid) throws Exception {
        Ran ran = Ran.penstock("inspect", "--json", "--for", "200ms", Integer.toString(pid));
        return ((List<Map<String, Object>>) ran.json().get("findings")).get(0);
    }
}
