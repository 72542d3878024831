package dev.penstock.scenario.contender;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import dev.penstock.scenario.contender.Workload.Answer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Adler32;

/** NuProcess with its defaults. It has no call for lines, files or a child without pipes. */
public final class NuContender {
    private NuContender() {}

    public static void main(String[] words) throws Exception {
        Workload work = Workload.of(words);
        switch (work.name()) {
            case "drain" -> Workload.serve(() -> drain(work));
            case "spawn" -> Workload.serve(() -> spawn(work));
            case "children" -> {
                byte[] input = Workload.input(work.number(1));
                Workload.serve(() -> children(work, input));
            }
            default -> Workload.serve(() -> pingPong(work));
        }
        // Its threads are no daemons.
        System.exit(0);
    }

    /** Counts what comes and tells of the end. */
    private static class Counting extends NuAbstractProcessHandler {
        final CountDownLatch ended = new CountDownLatch(1);
        volatile int code = -1;
        volatile long bytes;
        final Sum sum = new Sum();

        @Override
        public void onStart(NuProcess child) {
            child.closeStdin(true);
        }

        @Override
        public void onStdout(ByteBuffer buffer, boolean closed) {
            bytes += buffer.remaining();
            sum.take(buffer);
        }

        @Override
        public void onExit(int code) {
            this.code = code;
            ended.countDown();
        }
    }

    private static NuProcess start(Workload work, NuAbstractProcessHandler handler)
            throws Exception {
        NuProcess child = new NuProcessBuilder(handler, work.child()).start();
        Workload.require(child != null, work);
        return child;
    }

    private static Answer drain(Workload work) throws Exception {
        Workload.require(work.arguments().get(0).equals("nowhere"), work);
        Counting handler = new Counting();
        start(work, handler);
        handler.ended.await();
        Workload.require(handler.code == 0, work);
        return new Answer(handler.bytes, handler.sum.value());
    }

    private static Answer spawn(Workload work) throws Exception {
        int children = work.number(0);
        Semaphore room = new Semaphore(work.number(1));
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < children; i++) {
            room.acquire();
            start(
                    work,
                    new Counting() {
                        @Override
                        public void onExit(int code) {
                            if (code == 0) {
                                done.incrementAndGet();
                            }
                            room.release();
                        }
                    });
        }
        room.acquire(work.number(1));
        Workload.require(done.get() == children, work);
        return new Answer(children, 0);
    }

    /** Feeds and checks. */
    private static final class Echo extends Counting {
        private final byte[] input;
        private final Adler32 adler;
        private NuProcess child;
        private int sent;

        Echo(byte[] input) {
            this.input = input;
            adler = input.length > 0 || Sum.asked ? new Adler32() : null;
        }

        @Override
        public void onStart(NuProcess child) {
            this.child = child;
            if (input.length == 0) {
                child.closeStdin(true);
            } else {
                child.wantWrite();
            }
        }

        @Override
        public boolean onStdinReady(ByteBuffer buffer) {
            int n = Math.min(buffer.remaining(), input.length - sent);
            buffer.put(input, sent, n).flip();
            sent += n;
            if (sent == input.length) {
                child.closeStdin(false);
                return false;
            }
            return true;
        }

        @Override
        public void onStdout(ByteBuffer buffer, boolean closed) {
            bytes += buffer.remaining();
            if (adler != null) {
                adler.update(buffer);
            } else {
                buffer.position(buffer.limit());
            }
        }

        long check() {
            return adler != null ? adler.getValue() : bytes;
        }
    }

    private static Answer children(Workload work, byte[] input) throws Exception {
        List<Echo> all = new ArrayList<>();
        for (int i = 0; i < work.number(0); i++) {
            Echo handler = new Echo(input);
            start(work, handler);
            all.add(handler);
        }
        long bytes = 0;
        long check = 0;
        for (Echo handler : all) {
            handler.ended.await();
            Workload.require(handler.code == 0, work);
            bytes += handler.bytes;
            check += handler.check();
        }
        return new Answer(bytes, check);
    }

    private static Answer pingPong(Workload work) throws Exception {
        int exchanges = work.number(0);
        byte[] ball = Workload.ball();
        Counting handler =
                new Counting() {
                    private NuProcess child;
                    private int played;
                    private int got;

                    @Override
                    public void onStart(NuProcess child) {
                        this.child = child;
                        child.wantWrite();
                    }

                    @Override
                    public boolean onStdinReady(ByteBuffer buffer) {
                        buffer.put(ball).flip();
                        return false;
                    }

                    @Override
                    public void onStdout(ByteBuffer buffer, boolean closed) {
                        got += buffer.remaining();
                        sum.take(buffer);
                        if (got < ball.length) {
                            return;
                        }
                        got = 0;
                        if (++played < exchanges) {
                            child.wantWrite();
                        } else {
                            child.closeStdin(true);
                        }
                    }
                };
        start(work, handler);
        handler.ended.await();
        Workload.require(handler.code == 0, work);
        return new Answer(exchanges, handler.sum.value());
    }
}
