package dev.penstock.diagnosis.trace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineParserTest {
    private final Clock clock = new Clock();
    private final LineParser parser = new LineParser(clock);

    private LineParser parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        parser.parse(bytes, 0, bytes.length, true);
        return parser;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CALL         |  0 | close(3)                = 0",
                "CALL         | 12 | 12    close(3) = 0",
                "CALL         | 12 | 12<my prog> close(3) = 0 <0.000012>",
                "CALL         | 12 | [pid    12] close(3)        = 0",
                "CALL         | 12 | [pid 12<sh>] 07:18:04 close(3) = 0",
                "CALL         | 12 | 12 07:18:04.123456 close(3</tmp/a(b>) = 0",
                "CALL         | 12 | 12 1795504675.699476 close(3) = -1 EBADF (Bad file descriptor)",
                "CALL         |  0 | 07:18:04 (+     0.000200) close(3) = 0",
                "CALL         |  0 | '     0.000043 close(3)           = 0'",
                "CALL         |  0 | write(1, \") = 5\", 5) = ? ERESTARTSYS (To be restarted)",
                "CALL         |  0 | exit_group(0)           = ?",
                "UNFINISHED   | 12 | [pid 12] read(3,  <unfinished ...>",
                "UNFINISHED   | 12 | 12 write(1, \"\\0\"..., 4096 <detached ...>",
                "RESUMED      | 12 | 12 <... read resumed>\"x\", 10) = 1",
                "RESUMED      | 12 | [pid 12] <... read resumed> \"x\", 10) = 1 <0.1>",
                "EXIT         | 12 | 12 +++ exited with 0 +++",
                "EXIT         |  0 | +++ killed by SIGTERM (core dumped) +++",
                "SUPERSEDED   | 12 | 12 +++ superseded by execve in pid 13 +++",
                "SIGNAL       | 12 | 12 --- SIGCHLD {si_signo=SIGCHLD} ---",
                "STOPPED      | 12 | 12 --- stopped by SIGSTOP ---",
                "ATTACHED     |  0 | strace: Process 18126 attached",
                "DETACHED     |  0 | strace: Process 18126 detached",
                "TRUNCATED    | 12 | [pid 12] write(1, \"a\\n\", 2a",
                "CONTINUED    |  0 | ) = 2",
                "CONTINUED    |  0 | , child_tidptr=0x7f178ff28a10) = 18126",
                "ASIDE        |  0 | ' > /usr/lib/libc.so.6(__write+0x10) [0xf8350]'",
                "ASIDE        |  0 | ''",
                "ASIDE        |  0 | ' <unfinished ...>'",
                "FOREIGN      |  0 | Hello LoggedWorld",
                "FOREIGN      |  0 | 12345678901234567890",
                "FOREIGN      | 12 | 12 +++ what is this +++",
            })
    void shouldTellWhatALineIs(LineKind kind, int pid, String line) {
        String text = line.startsWith("'") ? line.substring(1, line.length() - 1) : line;
        parse(text);
        assertEquals(kind, parser.kind());
        assertEquals(pid, parser.pid());
    }

    @Test
    void shouldTellACallThatTheLogsEndBreaksOffAsUnfinished() {
        byte[] bytes = "12 write(1, \"".getBytes(StandardCharsets.UTF_8);
        parser.parse(bytes, 0, bytes.length, false);
        assertEquals(LineKind.UNFINISHED, parser.kind());
        assertEquals(CallKind.WRITE, parser.syscall());
    }

    @Test
    void shouldHearOfAProcessInTheMiddleOfALine() {
        parse("clone(child_stack=NULL, flags=SIGCHLDstrace: Process 18126 attached");
        assertEquals(LineKind.TRUNCATED, parser.kind());
        assertEquals(18126, parser.about());
        assertEquals("clone(child_stack=NULL, flags=SIGCHLD", parser.text());
    }

    @Test
    void shouldKnowAProcessesNameWhereItIsTold() {
        assertEquals("my prog", parse("12<my prog> close(3) = 0").comm());
        assertNull(parse("12 close(3) = 0").comm());
    }

    @Test
    void shouldGoOnAtMidnight() {
        parse("12 23:59:59.900000 close(3) = 0");
        long before = clock.now();
        parse("12 00:00:00.100000 close(3) = 0");
        assertEquals(200_000_000, clock.now() - before);
    }

    @Test
    void shouldAddUpRelativeTimes() {
        parse("     0.000000 close(3) = 0");
        parse("     1.500000 close(3) = 0");
        parse("     0.250000 close(3) = 0");
        assertEquals(1_750_000_000, clock.now());
    }

    @Test
    void shouldReadTimesOfTheEpochToTheNanosecond() {
        parse("12 1795504675.699476123 close(3) = 0");
        assertEquals(1_795_504_675_699_476_123L, clock.now());
    }
}
