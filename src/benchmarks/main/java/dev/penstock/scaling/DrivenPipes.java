package dev.penstock.scaling;

import dev.penstock.internal.pump.PipeBudget;
import dev.penstock.internal.pump.Pump;
import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Sink;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Pipes with a pump each on a loop of their own, whose thread also writes: so many of them a time,
 * in no order, and again when all that was written has come out. Nobody is waited for, so all time
 * is the loop's.
 *
 * <p>A pipe takes one descriptor, which is both its ends, so that there is room for as many pipes
 * as descriptors.
 */
final class DrivenPipes implements AutoCloseable {
    /** Neighbours in memory must not be neighbours in turn; prime, so that it meets all of them. */
    private static final int STRIDE = 7919;

    private final EventLoop loop;
    private final Libc libc = Linux.libc();
    private final List<PipeChannel> pipes = new ArrayList<>();
    private final List<Pump> pumps = new ArrayList<>();
    private final NativeMemory memory;
    private final int bytes;
    private final Runnable write = this::write;

    // The loop's thread only.
    private int ready;
    private int next;
    private int outstanding;
    private long until;
    private long written;
    private CountDownLatch over;

    /**
     * @param bytes that are written to a pipe at once
     */
    DrivenPipes(String name, int count, int bytes) throws Exception {
        this.bytes = bytes;
        memory = new NativeMemory(bytes);
        loop = EventLoop.start(name);
        for (int i = 0; i < count; i++) {
            pipes.add(both());
        }
        onLoop(
                () -> {
                    for (PipeChannel pipe : pipes) {
                        pumps.add(
                                Pump.start(
                                        loop,
                                        pipe,
                                        new Arriving(),
                                        (pump, failure) -> {},
                                        PipeBudget.NONE));
                    }
                });
    }

    private PipeChannel both() throws IOException {
        try (Pipe pipe = Pipe.open()) {
            int fd = pipe.readEnd().number();
            int flags = Fcntl.O_RDWR | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;
            int opened =
                    SyscallException.check(
                            "open", libc.open(FileName.ascii("/proc/self/fd/" + fd), flags, 0), fd);
            try {
                return PipeChannel.reopen(opened);
            } finally {
                libc.close(opened);
            }
        }
    }

    private final class Arriving implements Sink {
        private int got;

        @Override
        public Answer accept(ByteBuffer read) {
            got += read.remaining();
            read.position(read.limit());
            if (got == bytes) {
                got = 0;
                if (--outstanding == 0) {
                    loop.execute(write);
                }
            }
            return Answer.MORE;
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable cause) {}
    }

    private void write() {
        if (System.nanoTime() >= until) {
            over.countDown();
            return;
        }
        outstanding = ready;
        for (int i = 0; i < ready; i++) {
            writeTo(pipes.get(next));
            next = (next + STRIDE) % pipes.size();
        }
        written += ready;
    }

    private int writeTo(PipeChannel pipe) {
        int fd = pipe.fd().number();
        long result = libc.write(fd, memory.address(), bytes);
        if (result != bytes) {
            throw new IllegalStateException("write to fd " + fd + ": " + result);
        }
        return fd;
    }

    /** Begins; the latch opens when the time is over. */
    CountDownLatch drive(int ready, long nanos) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        onLoop(
                () -> {
                    this.ready = ready;
                    written = 0;
                    over = latch;
                    until = System.nanoTime() + nanos;
                });
        loop.execute(write);
        return latch;
    }

    /** Writes that {@link #drive} made, and that have been read; after its latch has opened. */
    long written() {
        return written;
    }

    /** The same without loop and epoll: writes and reads one pipe after the other for that long. */
    long bare(long nanos) {
        long end = System.nanoTime() + nanos;
        long count = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 64; i++) {
                int fd = writeTo(pipes.get(next));
                libc.read(fd, memory.address(), bytes);
                next = (next + STRIDE) % pipes.size();
            }
            count += 64;
        }
        return count;
    }

    void onLoop(Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(
                () -> {
                    task.run();
                    done.countDown();
                });
        done.await();
    }

    List<PipeChannel> pipes() {
        return pipes;
    }

    @Override
    public void close() {
        IOException enough = new IOException("measured");
        loop.execute(() -> pumps.forEach(pump -> pump.drainAndStop(enough)));
        loop.close();
    }
}
