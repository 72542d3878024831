package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The texts are copied from a Linux 6.18 machine. */
class DescriptorFilesTest {
    @Test
    void shouldReadAnEpollSet() {
        FdInfo info =
                FdInfo.parse(
                        "pos:\t0\nflags:\t02000002\nmnt_id:\t15\nino:\t8\n"
                                + "tfd:        4 events: 8000201d data:     7f3cde6a7d98  pos:0"
                                + " ino:29d4cf sdev:f\n"
                                + "tfd:        6 events:       19 data:           58e3b0  pos:0"
                                + " ino:29d4d0 sdev:f\n");

        assertTrue(info.closeOnExec());
        assertEquals(
                List.of(new EpollWatch(4, 0x8000201d, 0x29d4cf), new EpollWatch(6, 0x19, 0x29d4d0)),
                info.watches());
        EpollWatch first = info.watches().get(0);
        assertTrue(first.reads() && first.writes() && first.edgeTriggered());
        EpollWatch second = info.watches().get(1);
        assertTrue(second.reads() && !second.writes() && !second.edgeTriggered());
        assertThrows(IllegalArgumentException.class, () -> EpollWatch.parse("tfd: 4"));
    }

    @Test
    void shouldReadAPidfdAndALock() {
        FdInfo pidfd = FdInfo.parse("flags:\t02000002\nPid:\t4711\nNSpid:\t4711\n");
        assertEquals(OptionalInt.of(4711), pidfd.pidfdOf());
        assertFalse(pidfd.locked());
        FdInfo locked =
                FdInfo.parse(
                        "flags:\t0100001\nlock:\t1: FLOCK  ADVISORY  WRITE 359 00:13:11691 0"
                                + " EOF\n");
        assertTrue(locked.locked() && !locked.closeOnExec());
    }

    @Test
    void shouldReadTcpSockets() {
        String head =
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
                        + "  timeout inode\n";
        assertEquals(
                List.of(new TcpSocket("0100007F:D2E4", "0100007F:1F90", 0x2710, 5, 31337)),
                TcpSocket.parse(
                        head
                                + "   0: 0100007F:D2E4 0100007F:1F90 01 00002710:00000005"
                                + " 01:00000014 00000000  1000        0 31337 2 0000000000000000\n"));
        // An IPv4 address in IPv6 is the same address.
        TcpSocket mapped =
                TcpSocket.parse(
                                head
                                        + "   0: 0000000000000000FFFF00000100007F:1F90"
                                        + " 0000000000000000FFFF00000100007F:D2E4 01"
                                        + " 00000000:00000000 00:00000000 00000000     0        0"
                                        + " 7 1\n")
                        .get(0);
        assertEquals("0100007F:1F90", mapped.local());
        assertEquals("0100007F:D2E4", mapped.remote());
        assertEquals(List.of(), TcpSocket.parse(head));
        assertThrows(IllegalArgumentException.class, () -> TcpSocket.parse(head + "x y\n"));
    }

    @Test
    void shouldKnowAGoProgramByItsNote() {
        ByteBuffer file = ByteBuffer.allocate(GoNote.ROOM).order(ByteOrder.LITTLE_ENDIAN);
        file.put("\u007fELF".getBytes(StandardCharsets.ISO_8859_1));
        assertFalse(GoNote.isIn(file.array()));
        file.putInt(0xf9c, 4).putInt(0xfa0, 83).putInt(0xfa4, 4).putInt(0xfa8, 'G' | 'o' << 8);
        assertTrue(GoNote.isIn(file.array()));
        file.put(0, (byte) 'x');
        assertFalse(GoNote.isIn(file.array()));
        assertFalse(GoNote.isIn(new byte[0]));
    }
}
