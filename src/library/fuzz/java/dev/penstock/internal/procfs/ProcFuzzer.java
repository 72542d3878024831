package dev.penstock.internal.procfs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.penstock.testing.FuzzBound;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Jazzer looks for text with which a parser of /proc breaks: any but an {@link
 * IllegalArgumentException}, which is told as "not known", more than a second, or more memory than
 * its size explains.
 */
class ProcFuzzer {
    private static final List<Function<String, Object>> PARSERS =
            List.of(
                    TcpSocket::parse,
                    TaskStat::parse,
                    TaskSyscall::parse,
                    TaskIo::parse,
                    FdInfo::parse,
                    CommandLine::parse,
                    text -> new FdLink(1, text).pipeInode());

    /** The first byte chooses the parser. */
    @FuzzTest
    void parse(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Function<String, Object> parser = PARSERS.get((input[0] & 0xff) % PARSERS.size());
        String text = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1);
        FuzzBound.check(
                input.length,
                () -> {
                    try {
                        parser.apply(text);
                    } catch (IllegalArgumentException refused) {
                        return;
                    }
                });
    }
}
