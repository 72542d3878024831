package dev.penstock.command.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThawTest {
    @TempDir Path groups;

    @Test
    void shouldThawTheGroupThatIsFrozen() throws Exception {
        write("jobs/a b/cgroup.freeze", "0\n");
        write("jobs/cgroup.freeze", "1\n");

        assertEquals(
                "echo 0 | sudo tee " + groups + "/jobs/cgroup.freeze",
                Thaw.command(groups, "/jobs/a b"));
    }

    @Test
    void shouldThawAGroupOfTheFirstKind() throws Exception {
        write("freezer/job's/freezer.state", "FROZEN\n");

        assertEquals(
                "echo THAWED | sudo tee '" + groups + "/freezer/job'\\''s/freezer.state'",
                Thaw.command(groups, "/job's"));
    }

    @Test
    void shouldThawAGroupOfTheSecondKindBesideTheFirst() throws Exception {
        write("unified/jobs/cgroup.freeze", "1\n");

        assertEquals(
                "echo 0 | sudo tee " + groups + "/unified/jobs/cgroup.freeze",
                Thaw.command(groups, "/jobs"));
    }

    @Test
    void shouldLeaveContainersToDocker() {
        String id = "0123456789ab".repeat(5) + "0123";

        assertEquals("docker unpause 0123456789ab", Thaw.command(groups, "/docker/" + id));
        assertEquals(
                "docker unpause 0123456789ab",
                Thaw.command(groups, "/system.slice/docker-" + id + ".scope"));
    }

    @Test
    void shouldNotNameACommandThatWouldNotHelp() throws Exception {
        write("jobs/cgroup.freeze", "0\n");

        assertEquals("", Thaw.command(groups, "/jobs"));
        assertEquals("", Thaw.command(groups, ""));
    }

    private void write(String file, String text) throws Exception {
        Files.createDirectories(groups.resolve(file).getParent());
        Files.writeString(groups.resolve(file), text);
    }
}
