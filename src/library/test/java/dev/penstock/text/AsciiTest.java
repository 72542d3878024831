package dev.penstock.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsciiTest {
    @Test
    void shouldFindEachNewlineAtEachOffset() {
        for (int size = 0; size < 70; size++) {
            for (int at = 0; at <= size; at++) {
                byte[] bytes = new byte[size + 8];
                // Neighbours that a careless long-at-a-time search takes for a newline after a
                // match.
                Arrays.fill(bytes, (byte) 0x0B);
                bytes[at] = '\n';
                for (int from = 0; from <= at; from++) {
                    assertEquals(at, newline(bytes, from, size + 8));
                }
                assertEquals(at < size ? at : -1, newline(bytes, 0, size));
                assertEquals(-1, newline(bytes, at + 1, size + 8));
            }
        }
    }

    private static int newline(byte[] bytes, int from, int to) {
        return Ascii.indexOf((byte) '\n', bytes, from, to);
    }

    @Test
    void shouldFindEveryByteAmongAllOthers() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (int i = 0; i < all.length; i++) {
            assertEquals(i, Ascii.indexOf((byte) i, all, 0, all.length));
            assertEquals(-1, Ascii.indexOf((byte) i, all, i + 1, all.length));
        }
    }

    @Test
    void shouldKnowWhatIsPrintable() {
        for (int b = 0; b < 256; b++) {
            for (int at = 0; at < 48; at++) {
                byte[] bytes = new byte[48];
                Arrays.fill(bytes, (byte) (at % 2 == 0 ? ' ' : '~'));
                bytes[at] = (byte) b;
                boolean printable = b >= 0x20 && b <= 0x7E;
                assertEquals(
                        printable ? 48 : at,
                        Ascii.indexOfUnprintable(bytes, 0, 48),
                        "byte " + b + " at " + at);
            }
        }
    }

    @Test
    void shouldFindTheFirstUnprintableOfMany() {
        for (long seed = 0; seed < 6000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(80)];
            int share = 1 + random.nextInt(40);
            for (int i = 0; i < bytes.length; i++) {
                int any = random.nextInt(256);
                bytes[i] = (byte) (random.nextInt(share) == 0 ? any : 0x20 + any % 0x5F);
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length + 1 - from);
            int expected = from;
            while (expected < to && bytes[expected] >= 0x20 && bytes[expected] <= 0x7E) {
                expected++;
            }
            assertEquals(expected, Ascii.indexOfUnprintable(bytes, from, to), "seed " + seed);
        }
    }
}
