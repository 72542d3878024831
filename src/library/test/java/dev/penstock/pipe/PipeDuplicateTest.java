package dev.penstock.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code PipeChannel.dup} and {@code reopen}: other people's descriptors, and their flags. */
@Timeout(60)
class PipeDuplicateTest {
    private static final int NOT_OPEN = 1_000_000;

    private final Libc libc = Linux.libc();
    private Pipe pipe;
    private int read;
    private int write;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        read = pipe.readEnd().number();
        write = pipe.writeEnd().number();
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    @Test
    void shouldShareNonBlockingWithTheOriginalWhileADuplicateIsOpen() throws IOException {
        PipeChannel dup = PipeChannel.dup(read);
        assertNotEquals(read, dup.fd().number());
        assertTrue(dup.fd().number() > 2);
        assertTrue(Kernel.isClosedOnExec(dup.fd().number()));
        assertTrue(Kernel.isNonBlocking(read), "the description is one");
        assertFalse(Kernel.isNonBlocking(write), "the other end has another");
        assertEquals(0, dup.read(bytes(1)));
        dup.close();
        assertFalse(Kernel.isNonBlocking(read), "taken back");
        assertTrue(Kernel.isOpen(read));
        dup.close();
    }

    @Test
    void shouldLeaveNonBlockingToWhoeverSetItBefore() throws IOException {
        pipe.reader();
        PipeChannel.dup(read).close();
        assertTrue(Kernel.isNonBlocking(read));
    }

    @Test
    void shouldRestoreForTheFirstOfSeveralDuplicates() throws IOException {
        PipeChannel first = PipeChannel.dup(write);
        PipeChannel second = PipeChannel.dup(write);
        second.close();
        assertTrue(Kernel.isNonBlocking(write));
        first.close();
        assertFalse(Kernel.isNonBlocking(write));
    }

    @Test
    void shouldRestoreTheOtherFlagsAsTheyAreByThen() throws IOException {
        PipeChannel dup = PipeChannel.dup(write);
        int flags = libc.fcntl(write, Fcntl.F_GETFL, 0);
        libc.fcntl(write, Fcntl.F_SETFL, flags | Fcntl.O_APPEND);
        dup.close();
        int after = libc.fcntl(write, Fcntl.F_GETFL, 0);
        assertEquals(Fcntl.O_APPEND, after & (Fcntl.O_APPEND | Fcntl.O_NONBLOCK));
    }

    @Test
    void shouldReadAndWriteThroughDuplicates() throws IOException {
        PipeChannel writer = PipeChannel.dup(write);
        try (PipeChannel reader = PipeChannel.dup(read)) {
            assertEquals(5, writer.write(bytes(5)));
            assertEquals(5, reader.read(bytes(10)));
            pipe.writeEnd().close();
            assertEquals(0, reader.read(bytes(10)), "a duplicate is a holder");
            writer.close();
            assertEquals(-1, reader.read(bytes(10)));
        }
    }

    @Test
    void shouldLeaveTheOriginalAloneWhenReopened() throws IOException {
        try (PipeChannel reader = PipeChannel.reopen(read);
                PipeChannel writer = PipeChannel.reopen(write)) {
            for (PipeChannel channel : new PipeChannel[] {reader, writer}) {
                assertTrue(Kernel.isNonBlocking(channel.fd().number()));
                assertTrue(Kernel.isClosedOnExec(channel.fd().number()));
            }
            assertFalse(Kernel.isNonBlocking(read));
            assertFalse(Kernel.isNonBlocking(write));
            assertEquals(0, reader.read(bytes(10)));
            assertEquals(5, writer.write(bytes(5)));
            assertEquals(5, reader.read(bytes(10)));
        }
        assertFalse(Kernel.isNonBlocking(read));
        assertTrue(Kernel.isOpen(read));
    }

    @Test
    void shouldKeepTheModeOfWhatIsReopened() throws IOException {
        try (PipeChannel reader = PipeChannel.reopen(read);
                PipeChannel writer = PipeChannel.reopen(write)) {
            assertThrows(
                    java.nio.channels.NonWritableChannelException.class,
                    () -> reader.write(bytes(1)));
            assertThrows(
                    java.nio.channels.NonReadableChannelException.class,
                    () -> writer.read(bytes(1)));
        }
    }

    @Test
    void shouldCountAsAHolderWhenReopened() throws IOException {
        PipeChannel writer = PipeChannel.reopen(write);
        PipeChannel reader = pipe.reader();
        pipe.writeEnd().close();
        assertEquals(0, reader.read(bytes(1)), "no end of file while it is open");
        writer.close();
        assertEquals(-1, reader.read(bytes(1)));
    }

    @Test
    void shouldSayThatADescriptorIsNotOpen() {
        SyscallException dup =
                assertThrows(SyscallException.class, () -> PipeChannel.dup(NOT_OPEN));
        assertEquals(Errno.EBADF, dup.errno());
        assertEquals(NOT_OPEN, dup.fd());
        SyscallException reopened =
                assertThrows(SyscallException.class, () -> PipeChannel.reopen(NOT_OPEN));
        assertEquals(Errno.EBADF, reopened.errno());
        assertEquals(NOT_OPEN, reopened.fd());
    }

    /** A socket has none either: both are no file that could be opened anew. */
    @Test
    void shouldSayThatADescriptorCannotBeReopened() {
        int epoll = libc.epollCreate1(Fcntl.O_CLOEXEC);
        try {
            SyscallException e =
                    assertThrows(SyscallException.class, () -> PipeChannel.reopen(epoll));
            assertTrue(e.getMessage().startsWith("open(fd " + epoll + "): ENXIO"), e.getMessage());
        } finally {
            libc.close(epoll);
        }
    }

    /** Its user closed the descriptor itself, which is not the way; it must still be harmless. */
    @Test
    void shouldNotTouchAnotherDescriptorOnceItsOwnIsClosed() throws IOException {
        PipeChannel dup = PipeChannel.dup(read);
        dup.fd().close();
        try {
            dup.close();
        } catch (ClosedChannelException says) {
            // As good as doing nothing.
        }
        assertThrows(ClosedChannelException.class, () -> dup.read(bytes(1)));
        assertTrue(Kernel.isOpen(read));
    }
}
