package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child in a session of its own, with a terminal of its own: only then is there a /dev/tty. */
@Timeout(60)
class ControllingTerminalTest {
    /** asm-generic/ioctls.h: unlocks the terminal's other side, and asks for its number. */
    private static final long TIOCSPTLCK = 0x4004_5431L;

    private static final long TIOCGPTN = 0x8004_5430L;

    /** asm-generic/fcntl.h: it shall not become this process's own. */
    private static final int O_NOCTTY = 0_400;

    private static Fd open(String path) throws Exception {
        int flags = Fcntl.O_RDWR | Fcntl.O_CLOEXEC | O_NOCTTY;
        return new Fd(
                SyscallException.check(
                        "open", Linux.libc().open(FileName.bytes(Path.of(path)), flags, 0)));
    }

    @Test
    @Tag("not-under-qemu") // qemu-user passes on only the ioctls that it knows.
    void shouldGiveTheChildATerminalOfItsOwn() throws Exception {
        assumeTrue(java.nio.file.Files.exists(java.nio.file.Path.of("/dev/ptmx")), "no terminals");
        Libc libc = Linux.libc();
        NativeMemory number = new NativeMemory(4);
        try (Fd master = open("/dev/ptmx")) {
            SyscallException.check(
                    "ioctl", libc.ioctl(master.number(), TIOCSPTLCK, number.address()));
            SyscallException.check(
                    "ioctl", libc.ioctl(master.number(), TIOCGPTN, number.address()));
            try (Fd terminal = open("/dev/pts/" + number.bytes().getInt(0))) {
                Command sh =
                        Command.of("sh", "-c", "if true </dev/tty; then echo yes; else echo no; fi")
                                .stdin(Input.descriptor(terminal.number()));
                assertEquals("yes\n", output(sh.controllingTerminal()));
                assertEquals("no\n", output(sh.newSession()));
            }
        }
    }

    private static String output(Command command) throws Exception {
        Capture out = Capture.of(100);
        command.stdout(out).run().orThrow();
        return out.text();
    }
}
