package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sys.Errno;
import dev.penstock.testing.Workers;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that was just written, whose descriptor another thread's child may hold a copy of. */
@Timeout(60)
@Tag("not-under-qemu") // qemu-user opens the program itself, and does not mind writers.
class BusyProgramTest {
    private static final int PROGRAMS = 150;

    private static List<Command> bothWays(Path program) {
        Command command = Command.of(program.toString());
        return List.of(command, command.confine(Confinement.none().umask(0_22)));
    }

    @Test
    void shouldStartWhatWasJustWrittenWhileOthersSpawn(@TempDir Path dir) throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of("/bin/true"));
        AtomicBoolean over = new AtomicBoolean();
        Workers workers = new Workers();
        for (int i = 0; i < 3; i++) {
            workers.start(
                    () -> {
                        while (!over.get()) {
                            Command.of("true").run().orThrow();
                        }
                    });
        }
        try {
            for (int i = 0; i < PROGRAMS; i++) {
                Path program = dir.resolve("program" + i);
                for (Command each : bothWays(program)) {
                    Files.deleteIfExists(program);
                    Files.write(program, bytes);
                    Files.setPosixFilePermissions(
                            program, PosixFilePermissions.fromString("rwx------"));
                    each.run().orThrow();
                }
            }
        } finally {
            over.set(true);
            workers.join();
        }
    }

    @Test
    void shouldSayWhatIsWrongWhereItStaysOpen(@TempDir Path dir) throws Exception {
        Path program = Files.copy(Path.of("/bin/true"), dir.resolve("program"));
        try (OutputStream writing = Files.newOutputStream(program)) {
            writing.write(Files.readAllBytes(Path.of("/bin/true")));
            for (Command each : bothWays(program)) {
                SpawnException e = assertThrows(SpawnException.class, each::run);
                assertEquals("exec", e.step());
                assertEquals(Errno.ETXTBSY, e.errno());
                assertTrue(
                        e.getMessage().contains("is open for writing, by whoever"), e.getMessage());
            }
        }
        for (Command each : bothWays(program)) {
            each.run().orThrow();
        }
    }
}
