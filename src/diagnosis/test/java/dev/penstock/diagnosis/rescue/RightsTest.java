package dev.penstock.diagnosis.rescue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RightsTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    @Test
    void shouldNameTheUserAndTheRight() throws Exception {
        Object uid = Files.getAttribute(Path.of("/proc/self/stat"), "unix:uid");
        String look = Rights.toLook(SELF, "open x: EACCES").getMessage();
        String attach = Rights.toAttach(SELF, "pidfd_getfd(fd 3): EPERM").getMessage();

        assertTrue(
                look.startsWith("open x: EACCES: process " + SELF + " runs as user " + uid), look);
        assertTrue(look.contains("CAP_SYS_PTRACE"), look);
        assertTrue(attach.contains(" of process " + SELF + ", of user " + uid + ", can"), attach);
        assertTrue(attach.contains("sudo"), attach);
    }
}
