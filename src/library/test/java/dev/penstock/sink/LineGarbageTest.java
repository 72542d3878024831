package dev.penstock.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.penstock.testing.ChildJvm;
import dev.penstock.text.LineFormat;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Views cost no garbage: in a JVM of its own, since with {@code dev.penstock.checked}, as in the
 * tests' own, each line has a view of its own.
 */
@Timeout(60)
class LineGarbageTest {
    static final class Main {
        private static final int ROUNDS = 200;
        private static final int LINES = 1000;

        public static void main(String[] args) throws Exception {
            byte[] text =
                    "plain line\r\na\ttab, é€😀 and ESC \u001b\n"
                            .repeat(LINES / 2)
                            .getBytes(StandardCharsets.UTF_8);
            ByteBuffer direct = ByteBuffer.allocateDirect(text.length).put(text).flip();
            long[] length = {0};
            Lines lines = Lines.ofViews(LineFormat.of(80), line -> length[0] += line.length());
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = 0;
            for (int round = -1; round < ROUNDS; round++) {
                if (round == 0) {
                    before = threads.getCurrentThreadAllocatedBytes();
                }
                direct.clear();
                while (direct.hasRemaining()) {
                    // In chunks that end within lines, which the splitter then has to keep.
                    direct.limit(Math.min(direct.capacity(), direct.position() + 777));
                    lines.accept(direct);
                    direct.limit(direct.capacity());
                }
            }
            long garbage = threads.getCurrentThreadAllocatedBytes() - before;
            if (lines.lines() != (ROUNDS + 1L) * LINES || garbage > 1000) {
                System.err.println(garbage + " bytes of garbage, " + lines.lines() + " lines");
                System.exit(1);
            }
        }
    }

    @Test
    void shouldMakeNoGarbageForViews() throws Exception {
        assertEquals(0, ChildJvm.run(Main.class));
    }
}
