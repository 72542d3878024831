package dev.penstock.process;

import dev.penstock.internal.splice.DirectSource;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.source.Source;
import java.nio.ByteBuffer;

/**
 * What a source gives, typed on a child's terminal: a line that is too long fails it, and the
 * end-of-file character follows the last byte, unless the terminal is raw and has none. The bytes
 * of a {@link DirectSource} are looked at too, so it gives none directly.
 */
final class TerminalSource implements DirectSource {
    private final Source from;
    private final TerminalLine line;

    /** What is yet to be typed after the source's end; null before. */
    private ByteBuffer end;

    TerminalSource(Source from, TerminalLine line) {
        this.from = from;
        this.line = line;
    }

    @Override
    public void attach(EventLoop loop, Runnable ready) throws Exception {
        if (from instanceof DirectSource direct) {
            direct.attach(loop, ready);
        } else {
            from.attach(ready);
        }
    }

    @Override
    public Given give(PipeChannel to) {
        return Given.REFUSED;
    }

    @Override
    public long given() {
        return 0;
    }

    @Override
    public Answer fill(ByteBuffer into) throws Exception {
        if (end == null) {
            Answer answer = fillFromSource(into);
            if (answer != Answer.END) {
                return answer;
            }
            end = ByteBuffer.wrap(line.canEnd() ? line.end() : new byte[0]);
        }
        while (end.hasRemaining() && into.hasRemaining()) {
            into.put(end.get());
        }
        return end.hasRemaining() ? Answer.MORE : Answer.END;
    }

    private Answer fillFromSource(ByteBuffer into) throws Exception {
        int before = into.position();
        Answer answer = from.fill(into);
        int after = into.position();
        int limit = into.limit();
        line.require(into.position(before).limit(after));
        line.typed(into.position(after).limit(limit), after - before);
        return answer;
    }

    @Override
    public void close(Throwable cause) throws Exception {
        from.close(cause);
    }

    @Override
    public String toString() {
        return from.toString();
    }
}
