package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(30)
class CommandTest {

    @Test
    void shouldRefuseWhatNoProgramCanBeGiven() {
        refused("a command needs a program", () -> Command.of(List.of()));
        refused("a command needs a program", () -> Command.of(""));
        refused("the program has a NUL character at index 1", () -> Command.of("a\0b"));
        refused("argument 2 has a NUL character at index 0", () -> Command.of("a", "b", "\0"));
        Command command = Command.of("true");
        refused(
                "the value of environment variable 'X' has a NUL",
                () -> command.environment("X", "\0"));
        refused(
                "not a name for an environment variable: 'A=B'",
                () -> command.environment("A=B", "c"));
        refused("not a name for an environment variable: ''", () -> command.environment("", "c"));
        refused("a timeout must be longer than 0", () -> command.timeout(Duration.ZERO));
        refused("a silence must be longer than 0", () -> command.silence(Duration.ZERO));
        refused("outputGrace is negative", () -> command.outputGrace(Duration.ofMillis(-1)));
    }

    private static void refused(String message, Executable bad) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, bad);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void shouldQuoteWhatAShellWouldSplit() {
        assertEquals("ls -l 'a b' ''\\'''", Command.of("ls", "-l", "a b", "'").toString());
        assertEquals("true", Command.of("true").directory(Path.of("/")).toString());
    }

    @Test
    void shouldLeaveTheOriginalAloneWhenChanged() throws Exception {
        Command original = Command.of("sh", "-c", "exit ${CODE:-0}");
        Command changed = original.environment("CODE", "7");
        assertEquals(new Exit.Exited(7), changed.run().exit());
        assertEquals(new Exit.Exited(0), original.run().exit());
    }

    @Test
    void shouldSearchThisProcessesOwnPath(
            @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws Exception {
        java.nio.file.Path program =
                java.nio.file.Files.writeString(folder.resolve("only-there"), "#!/bin/sh\n");
        program.toFile().setExecutable(true);
        for (Confinement confinement :
                new Confinement[] {Confinement.none(), Confinement.none().umask(022)}) {
            Command there =
                    Command.of("only-there")
                            .environment("PATH", folder.toString())
                            .confine(confinement);
            SpawnException e = assertThrows(SpawnException.class, there::run);
            assertEquals(dev.penstock.sys.Errno.ENOENT, e.errno(), e.getMessage());
        }
        // Where the child searches is the child's own business.
        Command.of("sh", "-c", "only-there").environment("PATH", folder.toString()).run().orThrow();
    }
}
