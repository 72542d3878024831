package dev.penstock.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipeTest {
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
    }

    @Test
    void shouldMakeTwoBlockingEndsThatAreClosedOnExec() {
        for (int fd : new int[] {pipe.readEnd().number(), pipe.writeEnd().number()}) {
            assertTrue(Kernel.isClosedOnExec(fd));
            assertFalse(Kernel.isNonBlocking(fd));
        }
    }

    @Test
    void shouldMakeOnlyTheEndNonBlockingThatBecomesAChannel() throws IOException {
        PipeChannel reader = pipe.reader();
        assertSame(reader, pipe.reader());
        assertTrue(Kernel.isNonBlocking(pipe.readEnd().number()));
        assertFalse(Kernel.isNonBlocking(pipe.writeEnd().number()));
        assertSame(pipe.writer(), pipe.writer());
        assertTrue(Kernel.isNonBlocking(pipe.writeEnd().number()));
    }

    @Test
    void shouldCloseBothEndsOnce() throws IOException {
        int read = pipe.readEnd().number();
        int write = pipe.writeEnd().number();
        PipeChannel reader = pipe.reader();
        pipe.close();
        pipe.close();
        assertFalse(Kernel.isOpen(read));
        assertFalse(Kernel.isOpen(write));
        assertThrows(ClosedChannelException.class, () -> reader.read(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, pipe::writer);
    }

    @Test
    void shouldCloseAnEndWithItsChannel() throws IOException {
        PipeChannel writer = pipe.writer();
        writer.close();
        assertFalse(pipe.writeEnd().isOpen());
        assertTrue(pipe.readEnd().isOpen());
        assertEquals(-1, pipe.reader().read(ByteBuffer.allocate(1)));
        writer.close();
    }

    @Test
    void shouldSayWhichEndAChannelIs() throws IOException {
        int read = pipe.readEnd().number();
        assertEquals("pipe read end on fd " + read, pipe.reader().toString());
        pipe.reader().close();
        assertEquals("pipe read end on fd " + read + " (closed)", pipe.reader().toString());
        assertEquals("pipe write end on fd " + pipe.writeEnd().number(), pipe.writer().toString());
    }
}
