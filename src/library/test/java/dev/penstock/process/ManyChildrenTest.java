package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Sink;
import dev.penstock.testing.Native;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many children, one loop, one thread. */
@Timeout(120)
class ManyChildrenTest {
    private static final int CHILDREN = 200;
    private static final int BYTES = 1 << 20;

    @Test
    void shouldMoveAMegabyteFromEachOf200ChildrenThroughOneThread() throws Exception {
        String writer = Native.program("writer");
        Checksum expected = new Checksum();
        Command.of(writer, String.valueOf(BYTES), "65536").stdout(expected).run().orThrow();
        assertEquals(BYTES, expected.bytes);

        try (EventLoop loop = EventLoop.start("many")) {
            int threads = Thread.activeCount();
            List<Checksum> sums = new ArrayList<>();
            List<Child> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                Checksum sum = new Checksum();
                String chunk = String.valueOf(new int[] {1000, 4096, 4097, 65536}[i % 4]);
                sums.add(sum);
                children.add(
                        Command.of(writer, String.valueOf(BYTES), chunk).stdout(sum).start(loop));
            }
            assertTrue(Thread.activeCount() <= threads + 1, "no thread per child");
            for (Child child : children) {
                child.await().orThrow();
            }
            for (Checksum sum : sums) {
                assertEquals(BYTES, sum.bytes);
                assertEquals(expected.crc.getValue(), sum.crc.getValue());
            }
        }
    }

    @Test
    void shouldNeitherTakeTheJdksChildrenNorLoseItsOwnToIt() throws Exception {
        List<Process> jdks = new ArrayList<>();
        List<Child> ours = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            jdks.add(new ProcessBuilder("sh", "-c", "exit " + i).inheritIO().start());
            ours.add(Command.of("sh", "-c", "exit " + (100 + i)).start());
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(i, jdks.get(i).waitFor());
            assertEquals(new Exit.Exited(100 + i), ours.get(i).await().exit());
        }
    }

    private static final class Checksum implements Sink {
        final CRC32C crc = new CRC32C();
        long bytes;

        @Override
        public Answer accept(ByteBuffer chunk) {
            bytes += chunk.remaining();
            crc.update(chunk);
            return Answer.MORE;
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable cause) {}
    }
}
