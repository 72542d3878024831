package dev.penstock.diagnosis.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.diagnosis.snapshot.UnixSockets.UnixSocket;
import dev.penstock.internal.sys.Netlink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The kernel's answers, and what no kernel should answer: that is refused, and never read past. */
class UnixSocketsTest {
    private static final int LENGTH = 16 + 16 + 8 + 12;

    private final Map<Long, UnixSocket> sockets = new HashMap<>();

    @Test
    void shouldReadASocketAndItsPeer() throws IOException {
        assertTrue(parse(socket(11, 22, 333), LENGTH));

        assertEquals(Map.of(11L, new UnixSocket(11, Netlink.SOCK_STREAM, 22, 333)), sockets);
    }

    @Test
    void shouldKnowTheLastOne() throws IOException {
        ByteBuffer bytes = socket(11, 22, 333);
        bytes.putInt(LENGTH, 16).putShort(LENGTH + 4, Netlink.NLMSG_DONE);

        assertFalse(parse(bytes, LENGTH + 16));
        assertEquals(1, sockets.size());
    }

    @Test
    void shouldSayWhatTheKernelRefused() {
        ByteBuffer bytes = socket(0, 0, 0);
        bytes.putInt(0, 20).putShort(4, Netlink.NLMSG_ERROR).putInt(16, -2);

        IOException refused = assertThrows(IOException.class, () -> parse(bytes, 20));
        assertTrue(refused.getMessage().contains("ENOENT"), refused.getMessage());
    }

    /** Nothing is read beyond what the kernel sent. */
    @Test
    void shouldRefuseWhatIsLongerThanTheAnswer() {
        for (int length : new int[] {LENGTH + 1, Integer.MAX_VALUE, -1, 15, 31}) {
            ByteBuffer bytes = socket(11, 22, 333);
            bytes.putInt(0, length);
            assertThrows(IOException.class, () -> parse(bytes, LENGTH), "length " + length);
        }
        for (int length : new int[] {0, 3, 7, 21, 65535}) {
            ByteBuffer bytes = socket(11, 22, 333);
            bytes.putShort(32, (short) length);
            assertThrows(IOException.class, () -> parse(bytes, LENGTH), "attribute " + length);
        }
        assertEquals(Map.of(), sockets);
    }

    /** Bytes changed and answers cut off at random: nothing but an IOException comes of it. */
    @Test
    void shouldSurviveAnything() {
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer bytes = socket(random.nextInt(), random.nextInt(), random.nextInt());
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes.put(random.nextInt(LENGTH), (byte) random.nextInt());
            }
            try {
                // No room behind what was read: whatever reads on fails.
                parse(
                        bytes.slice(0, LENGTH).order(ByteOrder.nativeOrder()),
                        random.nextInt(LENGTH + 1));
            } catch (IOException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000, refused + " refused");
    }

    private boolean parse(ByteBuffer bytes, int end) throws IOException {
        return UnixSockets.parse(bytes, end, sockets);
    }

    /** struct nlmsghdr, struct unix_diag_msg, and two struct nlattr. */
    private static ByteBuffer socket(int inode, int peer, int unread) {
        ByteBuffer bytes = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());
        bytes.putInt(0, LENGTH).putShort(4, Netlink.SOCK_DIAG_BY_FAMILY);
        bytes.put(16, (byte) Netlink.AF_UNIX).put(17, (byte) Netlink.SOCK_STREAM);
        bytes.putInt(20, inode);
        bytes.putShort(32, (short) 8).putShort(34, Netlink.UNIX_DIAG_PEER).putInt(36, peer);
        bytes.putShort(40, (short) 12).putShort(42, Netlink.UNIX_DIAG_RQLEN).putInt(44, unread);
        return bytes;
    }
}
