package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MarkedChunkTest {
    /** One for all, so that what an earlier piece has left must not show. */
    private final MarkedChunk chunk = new MarkedChunk();

    @Test
    void shouldMarkEachUnprintableByteAndNoOther() {
        for (int b = 0; b < 256; b++) {
            for (int at = 0; at < MarkedChunk.BLOCK; at++) {
                byte[] bytes = new byte[MarkedChunk.BLOCK];
                // Neighbours at both edges of what is printable.
                Arrays.fill(bytes, (byte) (at % 2 == 0 ? ' ' : '~'));
                bytes[at] = (byte) b;
                chunk.copy(ByteBuffer.wrap(bytes), (byte) '\n');
                boolean printable = b >= 0x20 && b <= 0x7E;
                assertEquals(printable ? 0 : 1L << at, chunk.marks(0), "byte " + b + " at " + at);
            }
        }
    }

    @Test
    void shouldMarkWhatIsWantedToo() {
        for (int wanted = 0; wanted < 256; wanted++) {
            for (int size = 1; size <= MarkedChunk.BLOCK; size++) {
                byte[] bytes = new byte[size];
                // All neighbours that differ from it in one bit.
                for (int i = 0; i < size; i++) {
                    bytes[i] = (byte) (wanted ^ 1 << i % 8);
                }
                int at = size / 2;
                bytes[at] = (byte) wanted;
                chunk.copy(ByteBuffer.wrap(bytes), (byte) wanted);
                long expected = 1L << at;
                for (int i = 0; i < size; i++) {
                    expected |= bytes[i] >= 0x20 && bytes[i] != 0x7F ? 0 : 1L << i;
                }
                assertEquals(expected, chunk.marks(0), wanted + " in " + size);
            }
        }
    }

    @Test
    void shouldMarkPiecesOfAnySize() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(seed % 100 == 0 ? 40_000 : 300)];
            random.nextBytes(bytes);
            for (int i = 0, share = random.nextInt(8); i < bytes.length; i++) {
                if (random.nextInt(8) < share) {
                    bytes[i] = (byte) "\n !~\u007f\t".charAt(random.nextInt(6));
                }
            }
            int from = random.nextInt(bytes.length + 1);
            ByteBuffer piece = ByteBuffer.wrap(bytes).position(from);
            byte wanted = (byte) random.nextInt(256);
            int size = chunk.copy(piece, wanted);
            assertEquals(Math.min(bytes.length - from, MarkedChunk.BYTES), size, "seed " + seed);
            assertEquals(from, piece.position());
            for (int block = 0; block < size; block += MarkedChunk.BLOCK) {
                long expected = 0;
                for (int i = 0; i < MarkedChunk.BLOCK && block + i < size; i++) {
                    byte b = bytes[from + block + i];
                    assertEquals(b, chunk.bytes[block + i]);
                    if (b < 0x20 || b == 0x7F || b == wanted) {
                        expected |= 1L << i;
                    }
                }
                assertEquals(expected, chunk.marks(block), "seed " + seed + " at " + block);
            }
        }
    }
}
