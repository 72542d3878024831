package dev.penstock.internal.pump;

import dev.penstock.sink.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes everything and notes what is called; a test overrides what it wants otherwise. */
class TestSink implements Sink, Pump.Listener {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    /** The names of what was called, but for accept. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final CompletableFuture<Void> ended = new CompletableFuture<>();
    volatile Runnable resume;
    volatile Throwable cause;
    volatile Throwable failure;

    final void take(ByteBuffer bytes, int count) {
        byte[] some = new byte[count];
        bytes.get(some);
        taken.writeBytes(some);
    }

    @Override
    public void attach(Runnable resume) {
        calls.add("attach");
        this.resume = resume;
    }

    @Override
    public Answer accept(ByteBuffer bytes) throws Exception {
        take(bytes, bytes.remaining());
        return Answer.MORE;
    }

    @Override
    public void end() throws Exception {
        calls.add("end");
    }

    @Override
    public void fail(Throwable cause) {
        calls.add("fail");
        this.cause = cause;
    }

    @Override
    public void pumpEnded(Pump pump, Throwable failure) {
        calls.add(pump.channel().isOpen() ? "ended, still open" : "ended");
        this.failure = failure;
        ended.complete(null);
    }

    final byte[] bytes() {
        return taken.toByteArray();
    }
}
