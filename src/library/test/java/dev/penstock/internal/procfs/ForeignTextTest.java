package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of /proc that are not what they should be: every parser says so, and none breaks. */
@Timeout(60)
class ForeignTextTest {
    private static final String TCP =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
                    + "timeout inode\n   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000"
                    + " 00000000     0        0 12345 1 0 100 0 0 10 0\n";

    private record Parser(Function<String, Object> parse, String text) {}

    private static final List<Parser> PARSERS =
            List.of(
                    new Parser(TcpSocket::parse, TCP),
                    new Parser(
                            TaskStat::parse,
                            "1 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21\n"),
                    new Parser(
                            TaskSyscall::parse, "1 0x1 0x2 0x3 0x4 0x5 0x6 0x7fff00000000 0x8\n"),
                    new Parser(TaskIo::parse, "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nx: 5\n"),
                    new Parser(
                            FdInfo::parse,
                            "pos:\t0\nflags:\t02000002\nPid:\t5\n"
                                    + "tfd: 5 events: 19 data: ff pos:0 ino:41a sdev:16\n"),
                    new Parser(CommandLine::parse, "sh\0-c\0x\0"),
                    new Parser(
                            text -> text.isEmpty() ? "" : CommandLine.shown(List.of(text)), "sh"),
                    new Parser(text -> new FdLink(1, text).pipeInode(), "pipe:[123]"));

    @Test
    void shouldRefuseDamagedTextWithOneKindOfException() {
        Random random = new Random(1);
        int refused = 0;
        for (Parser parser : PARSERS) {
            parser.parse().apply(parser.text());
            for (int i = 0; i < 20_000; i++) {
                StringBuilder text = new StringBuilder(parser.text());
                for (int change = random.nextInt(5); change >= 0 && text.length() > 0; change--) {
                    int at = random.nextInt(text.length());
                    if (random.nextBoolean()) {
                        text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                    } else {
                        text.setCharAt(at, ":() 0x\n\0-9\ud83d".charAt(random.nextInt(11)));
                    }
                }
                try {
                    parser.parse().apply(text.toString());
                } catch (IllegalArgumentException e) {
                    refused++;
                }
            }
        }
        assertTrue(refused > 1000, "refused: " + refused);
    }

    @Test
    void shouldNameALineWithoutQueues() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> TcpSocket.parse("head\n0: a b c d e f g h i\n"));

        assertEquals("no queues in '0: a b c d e f g h i'", e.getMessage());
    }

    @Test
    void shouldTakeNoOtherLinkForAPipe() {
        for (String target :
                List.of("pipe:[]", "pipe:[x]", "pipe:[-1]", "pipe:[99999999999999999999]")) {
            assertEquals(OptionalLong.empty(), new FdLink(3, target).pipeInode(), target);
        }
        assertEquals(OptionalLong.of(8999), new FdLink(3, "pipe:[8999]").pipeInode());
    }

    @Test
    void shouldTakeNoOtherFolderForAProcess(@TempDir Path proc) throws Exception {
        for (String name : List.of("7", "7x", "99999999999", "self")) {
            Files.createDirectory(proc.resolve(name));
        }

        assertEquals(List.of(7), new ProcFs(proc).processes());
    }
}
