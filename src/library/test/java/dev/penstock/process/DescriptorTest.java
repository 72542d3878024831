package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.pipe.Pipe;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors beyond the three, each at the number asked for, with and without the launcher. */
@Timeout(60)
class DescriptorTest {

    private static List<Command> bothWays(Command command) {
        return List.of(command, command.confine(Confinement.none().umask(0_22)));
    }

    @Test
    void shouldGiveTheChildADescriptorThatNobodyElseGets() throws Exception {
        for (Command command : bothWays(Command.of("sh", "-c", "echo there >&7"))) {
            try (Pipe pipe = Pipe.open()) {
                int fd = pipe.writeEnd().number();
                command.descriptor(7, fd).run().orThrow();
                ByteBuffer read = ByteBuffer.allocate(100);
                pipe.reader().read(read);
                assertEquals("there\n", new String(read.array(), 0, read.position()));
                assertEquals(Fcntl.FD_CLOEXEC, Linux.libc().fcntl(fd, Fcntl.F_GETFD, 0));
            }
        }
    }

    @Test
    void shouldPutEachAtItsNumberWhateverTheNumbersOfOurs(@TempDir Path dir) throws Exception {
        List<Integer> ours = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                Path file = Files.createFile(dir.resolve("file" + i));
                ours.add(
                        Linux.libc().open(FileName.bytes(file), Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0));
            }
            for (Command command : bothWays(Inherited.COMMAND)) {
                // In a ring: the child's number for each is ours for the next.
                for (int i = 0; i < 6; i++) {
                    command = command.descriptor(ours.get((i + 1) % 6), ours.get(i));
                }
                command = command.descriptor(4, 0).descriptor(1000, 0);
                Inherited child = Inherited.of(command);
                for (int i = 0; i < 6; i++) {
                    String file = child.get("fd " + ours.get((i + 1) % 6));
                    assertEquals(dir.resolve("file" + i).toString(), file);
                }
                String stdin = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
                assertEquals(stdin, child.get("fd 4"));
                assertEquals(stdin, child.get("fd 1000"));
                assertEquals(3 + 6 + 2, child.descriptors().size(), child.descriptors().toString());
            }
        } finally {
            for (int fd : ours) {
                Linux.libc().close(fd);
            }
        }
    }

    @Test
    void shouldShareADescriptorUnderTwoNumbers() throws Exception {
        for (Command command : bothWays(Inherited.COMMAND)) {
            Inherited child = Inherited.of(command.descriptor(3, 0).descriptor(5, 0));
            assertEquals(List.of("0", "1", "2", "3", "5"), child.descriptors());
            assertEquals(child.get("fd 3"), child.get("fd 5"));
        }
    }
}
