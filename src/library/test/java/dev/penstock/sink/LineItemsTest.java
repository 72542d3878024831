package dev.penstock.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.text.LineEnd;
import dev.penstock.text.LineFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineItemsTest {
    private static final int LONGEST = 3000;

    @Test
    void shouldStopRightAfterTheLastLineThatThereIsRoomFor() throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                lines.add("é".repeat(random.nextInt(4) == 0 ? random.nextInt(1400) : i));
            }
            shouldTake(lines, "\r\n", LineEnd.LF, random);
            shouldTake(lines, "\r\n", LineEnd.CR_OR_LF, random);
            shouldTake(lines, "\r", LineEnd.CR_OR_LF, random);
            shouldTake(lines, "\0", LineEnd.NUL, random);
            shouldTake(lines, ";", LineEnd.of(';'), random);
        }
    }

    private static void shouldTake(List<String> lines, String ended, LineEnd end, Random random)
            throws Exception {
        byte[] text = (String.join(ended, lines) + ended).getBytes(StandardCharsets.UTF_8);
        LineItems source = new LineItems(LineFormat.of(LONGEST).end(end));
        assertEquals(lines, taken(source, random, text), "" + end);
    }

    /** All lines, in chunks of any size and with room for a few at a time. */
    private static List<String> taken(LineItems source, Random random, byte[] text)
            throws Exception {
        Batch<String> batch = new Batch<>();
        List<String> taken = new ArrayList<>();
        ByteBuffer all = ByteBuffer.allocateDirect(text.length).put(text).flip();
        while (all.hasRemaining()) {
            int chunk = Math.min(all.remaining(), 1 + random.nextInt(20_000));
            ByteBuffer bytes = all.slice(all.position(), chunk);
            all.position(all.position() + chunk);
            while (bytes.hasRemaining()) {
                batch.roomItems = 1 + random.nextInt(3);
                batch.roomBytes = Long.MAX_VALUE;
                source.fill(bytes, batch);
                assertEquals(chunk, bytes.limit());
                assertTrue(batch.items.count() <= batch.roomItems);
                taken.addAll(batch.items.remove(batch.items.count()));
            }
        }
        return taken;
    }
}
