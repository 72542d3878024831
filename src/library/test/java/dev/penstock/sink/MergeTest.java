package dev.penstock.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.Sink.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MergeTest {
    /** Takes so many bytes at a time as it has room for. */
    private static final class Narrow implements Sink {
        final StringBuilder got = new StringBuilder();
        final List<String> calls = new ArrayList<>();
        int room = 3;
        boolean resumesAtOnce;
        Runnable resume;
        RuntimeException thrown;

        @Override
        public void attach(Runnable resume) {
            calls.add("attach");
            this.resume = resume;
        }

        @Override
        public Answer accept(ByteBuffer bytes) {
            if (thrown != null) {
                throw thrown;
            }
            while (bytes.hasRemaining() && room > 0) {
                got.append((char) bytes.get());
                room--;
            }
            if (room > 0) {
                return Answer.MORE;
            }
            if (resumesAtOnce) {
                room = 3;
                resume.run();
            }
            return Answer.FULL;
        }

        @Override
        public void end() {
            calls.add("end");
        }

        @Override
        public void fail(Throwable cause) {
            calls.add("fail " + cause.getMessage());
        }
    }

    private final Narrow to = new Narrow();
    private final Merge merge = Merge.of(to);
    private final Sink out = merge.stream();
    private final Sink err = merge.stream();
    private final List<String> resumed = new ArrayList<>();

    private void attach() {
        out.attach(() -> resumed.add("out"));
        err.attach(() -> resumed.add("err"));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    @Test
    void shouldKeepWhatIsOfferedAtOnceTogether() throws Exception {
        attach();
        ByteBuffer first = bytes("12345");
        ByteBuffer second = bytes("ab");
        assertSame(Answer.FULL, out.accept(first));
        assertSame(Answer.FULL, err.accept(second));
        assertEquals(2, second.remaining());
        to.room = 10;
        to.resume.run();
        assertEquals(List.of("out", "err"), resumed);
        // Too early: the rest of the other's comes first.
        assertSame(Answer.FULL, err.accept(second));
        assertSame(Answer.MORE, out.accept(first));
        assertEquals(List.of("out", "err", "err"), resumed);
        assertSame(Answer.MORE, err.accept(second));
        assertEquals("12345ab", to.got.toString());
        out.end();
        assertEquals(List.of("attach"), to.calls);
        err.end();
        assertEquals(List.of("attach", "end"), to.calls);
    }

    @Test
    void shouldTakeAResumeFromWithinTheCall() throws Exception {
        attach();
        to.resumesAtOnce = true;
        ByteBuffer first = bytes("12345");
        assertSame(Answer.FULL, out.accept(first));
        assertEquals(List.of("out"), resumed);
        assertSame(Answer.MORE, out.accept(first));
        assertEquals("12345", to.got.toString());
    }

    /** A stream that is given up leaves its rest, and nobody waits for that. */
    @Test
    void shouldGoOnWhenTheStreamThatHasPrecedenceFails() throws Exception {
        attach();
        out.accept(bytes("12345"));
        ByteBuffer second = bytes("ab");
        err.accept(second);
        out.fail(new IOException("cut"));
        to.room = 10;
        to.resume.run();
        assertTrue(resumed.contains("err"));
        assertSame(Answer.MORE, err.accept(second));
        assertEquals("123ab", to.got.toString());
        err.end();
        assertEquals(List.of("attach", "fail cut"), to.calls);
    }

    @Test
    void shouldFailAllWhenTheSinkThrows() throws Exception {
        attach();
        to.thrown = new IllegalStateException("broken");
        assertSame(
                to.thrown, assertThrows(IllegalStateException.class, () -> out.accept(bytes("1"))));
        out.fail(to.thrown);
        assertEquals(List.of("attach"), to.calls);
        Exception other = assertThrows(IOException.class, () -> err.accept(bytes("2")));
        assertSame(to.thrown, other.getCause());
        err.fail(other);
        assertEquals(List.of("attach", "fail broken"), to.calls);
    }

    @Test
    void shouldGiveEachStreamOnceAndNoneTooLate() {
        attach();
        assertThrows(IllegalStateException.class, () -> out.attach(() -> {}));
        assertThrows(IllegalStateException.class, merge::stream);
        assertFalse(to.calls.contains("end"));
    }
}
