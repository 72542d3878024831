package dev.penstock.command.run;

import dev.penstock.sink.Capture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Head and tail are kept, and printed at the end with the number of bytes left out between them.
 */
final class HeadTail implements OutputFilter {
    private final Capture capture;

    HeadTail(int limit) {
        this.capture = Capture.of(limit);
    }

    @Override
    public void write(byte[] chunk) {
        capture.accept(ByteBuffer.wrap(chunk));
    }

    @Override
    public void end() {
        capture.end();
    }

    /** As bytes, since Capture.text() would replace what is not UTF-8. */
    void print(OutputStream to) throws IOException {
        to.write(capture.head());
        if (capture.omitted() > 0) {
            String gap = "\n[… " + capture.omitted() + " bytes omitted …]\n";
            to.write(gap.getBytes(StandardCharsets.UTF_8));
        }
        to.write(capture.tail());
        to.flush();
    }
}
