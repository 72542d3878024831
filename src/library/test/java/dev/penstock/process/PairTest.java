package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Capture;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One child's output as another's input, through the kernel alone. */
@Timeout(60)
class PairTest {
    @Test
    void shouldCarryTheOutputOfOneToTheInputOfTheOther() throws Exception {
        Capture out = Capture.of(100);
        try (Pipe between = Pipe.open();
                Child writer =
                        Command.of("head", "-c", "3000000", "/dev/zero")
                                .stdout(Output.pipe(between))
                                .start();
                Child reader =
                        Command.of("wc", "-c").stdin(Input.pipe(between)).stdout(out).start()) {
            assertFalse(between.writeEnd().isOpen());
            assertFalse(between.readEnd().isOpen());
            assertEquals(StreamEnd.How.NOT_CARRIED, writer.await().orThrow().stdout().how());
            assertEquals(StreamEnd.How.NOT_CARRIED, reader.await().orThrow().stdin().how());
        }
        assertEquals("3000000\n", out.text());
    }

    @Test
    void shouldTakeOutputAndErrorIntoOnePipe() throws Exception {
        Capture out = Capture.of(100);
        try (Pipe between = Pipe.open();
                Child writer =
                        Command.of("sh", "-c", "echo out; echo err >&2")
                                .stdout(Output.pipe(between))
                                .stderr(Output.pipe(between))
                                .start();
                Child reader = Command.of("cat").stdin(Input.pipe(between)).stdout(out).start()) {
            writer.await().orThrow();
            reader.await().orThrow();
        }
        assertEquals("out\nerr\n", out.text());
    }

    @Test
    void shouldEndTheWriterWithItsReader() throws Exception {
        try (Pipe between = Pipe.open();
                Child writer = Command.of("yes").stdout(Output.pipe(between)).start();
                Child reader = Command.of("head", "-1").stdin(Input.pipe(between)).start()) {
            reader.await().orThrow();
            Exit exit = writer.await().exit();
            assertEquals("SIGPIPE", assertInstanceOf(Exit.Killed.class, exit).signal().toString());
        }
    }

    @Test
    @Tag("not-under-qemu")
    void shouldEndTheWriterWhereTheReaderCannotBeStarted() throws Exception {
        try (Pipe between = Pipe.open();
                Child writer = Command.of("yes").stdout(Output.pipe(between)).start()) {
            Command reader = Command.of("/no/such/program").stdin(Input.pipe(between));
            assertThrows(IOException.class, reader::start);
            assertFalse(between.readEnd().isOpen());
            assertInstanceOf(Exit.Killed.class, writer.await().exit());
            IllegalStateException e = assertThrows(IllegalStateException.class, reader::start);
            assertTrue(e.getMessage().startsWith("was handed to a child before"), e.toString());
        }
    }
}
