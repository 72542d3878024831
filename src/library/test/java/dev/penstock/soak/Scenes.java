package dev.penstock.soak;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.EndedBy;
import dev.penstock.process.Exit;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.process.Pipeline;
import dev.penstock.process.PipelineOutcome;
import dev.penstock.process.SpawnException;
import dev.penstock.process.StreamEnd;
import dev.penstock.process.Teardown;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Lines;
import dev.penstock.sink.QueueSink;
import dev.penstock.sink.Sink;
import dev.penstock.sink.StreamFailedException;
import dev.penstock.sys.Signal;
import dev.penstock.testing.Native;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** What may become of a child, one scene each; each throws if it became something else. */
enum Scenes {
    EXITS {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            int code = random.nextInt(256);
            Outcome outcome = sh("exit " + code).run(loop);
            check(outcome.exit().equals(new Exit.Exited(code)), outcome);
            check(outcome.complete(), outcome);
        }
    },
    WRITES {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            int bytes = random.nextInt(1 << 20);
            Sink sink =
                    switch (random.nextInt(3)) {
                        case 0 -> Discard.of();
                        case 1 -> Capture.of(1 << 16);
                        default -> Lines.of(100, line -> {});
                    };
            Outcome outcome = writer(random, bytes).stdout(sink).run(loop).orThrow();
            check(outcome.stdout().bytes() == bytes, outcome + ", wanted " + bytes);
        }
    },
    WRITES_TO_A_SLOW_READER {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            int bytes = random.nextInt(1 << 18);
            QueueSink<byte[]> chunks = QueueSink.ofChunks(4096, 2);
            try (Child child = writer(random, bytes).stdout(chunks).start(loop)) {
                long seen = 0;
                for (byte[] chunk = chunks.take(); chunk != null; chunk = chunks.take()) {
                    seen += chunk.length;
                    if (random.nextInt(16) == 0) {
                        Thread.sleep(1);
                    }
                }
                check(seen == bytes, child + ": " + seen + " of " + bytes);
                child.await().orThrow();
            }
        }
    },
    ECHOES {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            byte[] bytes = new byte[random.nextInt(200_000)];
            random.nextBytes(bytes);
            Capture out = Capture.of(bytes.length + 1);
            Capture err = Capture.of(bytes.length + 1);
            Command echo = Command.of(Native.program("echo2")).stdin(Input.bytes(bytes));
            echo.stdout(out).stderr(err).run(loop).orThrow();
            check(Arrays.equals(bytes, out.bytes()) && Arrays.equals(bytes, err.bytes()), echo);
        }
    },
    KILLED {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            try (Child child = SLEEP.start(loop)) {
                Thread.sleep(random.nextInt(20));
                check(child.signal(Signal.KILL), child);
                Outcome outcome = child.await();
                check(outcome.exit().equals(killedBy(Signal.KILL)), outcome);
                check(outcome.endedBy() == EndedBy.ITSELF, outcome);
                check(!child.signal(Signal.KILL), child);
            }
        }
    },
    STOPPED_AND_CONTINUED {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            int bytes = random.nextInt(1 << 21);
            try (Child child = writer(random, bytes).start(loop)) {
                for (int i = 0; i < 3; i++) {
                    Thread.sleep(random.nextInt(3));
                    child.signal(Signal.STOP);
                    Thread.sleep(random.nextInt(3));
                    child.signal(Signal.CONT);
                }
                Outcome outcome = child.await().orThrow();
                check(outcome.stdout().bytes() == bytes, outcome + ", wanted " + bytes);
            }
        }
    },
    STOPPED_FOR_EVER {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            try (Child child = SLEEP.timeout(soon(random)).start(loop)) {
                child.signal(Signal.STOP);
                Outcome outcome = child.await();
                check(outcome.timedOut(), outcome);
                check(outcome.exit().equals(killedBy(Signal.TERM)), outcome);
            }
        }
    },
    IGNORES_SIGTERM {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            Teardown teardown =
                    Teardown.signal(Signal.TERM).within(soon(random)).thenKill().toGroup();
            Command command = sh("trap '' TERM; while :; do sleep 0.01; done");
            Outcome outcome = command.timeout(soon(random)).teardown(teardown).run(loop);
            check(outcome.timedOut() && outcome.exit() instanceof Exit.Killed, outcome);
            check(outcome.complete(), outcome);
        }
    },
    CANCELLED {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            try (Child child = SLEEP.start(loop)) {
                CompletableFuture<Outcome> mine = child.outcome();
                Thread.sleep(random.nextInt(5));
                mine.cancel(false);
                check(child.await().endedBy() == EndedBy.CANCEL, child.await());
            }
        }
    },
    CLOSED {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            Child child = SLEEP.start(loop);
            try (child) {
                Thread.sleep(random.nextInt(5));
            }
            check(child.await().endedBy() == EndedBy.CLOSE, child.await());
        }
    },
    SILENT {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            Outcome outcome = SLEEP.silence(soon(random)).run(loop);
            check(outcome.endedBy() == EndedBy.SILENCE, outcome);
        }
    },
    WITH_A_FAMILY {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            Teardown quick = Teardown.signal(Signal.TERM).within(soon(random)).thenKill();
            Outcome outcome =
                    sh("sleep 1000 & sleep 1000 & sleep 1000")
                            .timeout(soon(random))
                            .teardown(random.nextBoolean() ? quick.toGroup() : quick.toSession())
                            .run(loop);
            check(outcome.timedOut() && outcome.complete(), outcome);
        }
    },
    LEAVES_A_HOLDER {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            Capture out = Capture.of(100);
            Command holder = Command.of(Native.program("holder"), "3");
            Outcome outcome = holder.stdout(out).outputGrace(soon(random)).run(loop);
            check(outcome.succeeded(), outcome);
            check(out.text().equals("parent done\n"), outcome + ": " + out.text());
        }
    },
    IN_A_PIPELINE {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            int lines = 1 + random.nextInt(100);
            Capture out = Capture.of(1 << 16);
            Pipeline pipeline =
                    Pipeline.of(
                            Command.of("seq", "100000"),
                            Command.of("cat"),
                            Command.of("head", "-n", String.valueOf(lines)).stdout(out));
            if (random.nextBoolean()) {
                pipeline = pipeline.tap(random.nextInt(2), Discard.of());
            }
            PipelineOutcome outcome = pipeline.run(loop).orThrow();
            check(out.text().lines().count() == lines, outcome);
        }
    },
    ON_A_LOOP_THAT_IS_CLOSED {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            List<Child> children = new ArrayList<>();
            try (EventLoop own = EventLoop.start("closing")) {
                for (int i = random.nextInt(5); i >= 0; i--) {
                    children.add(SLEEP.start(own));
                }
                Thread.sleep(random.nextInt(3));
            }
            for (Child child : children) {
                check(child.await().endedBy() == EndedBy.LOOP_CLOSED, child.await());
            }
        }
    },
    BESIDE_THE_JDKS {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            int code = random.nextInt(256);
            Process jdks = new ProcessBuilder("sh", "-c", "exit " + code).inheritIO().start();
            Outcome ours = sh("exit " + (255 - code)).run(loop);
            check(jdks.waitFor() == code, "the JDK's child: " + jdks.exitValue());
            check(ours.exit().equals(new Exit.Exited(255 - code)), ours);
        }
    },
    NOT_THERE {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            try {
                throw new AssertionError(Command.of("/no/such/program").run(loop));
            } catch (SpawnException e) {
                check(e.step().equals("exec"), e);
            }
        }
    },
    WITH_A_SINK_THAT_THROWS {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            Sink broken =
                    new Sink() {
                        @Override
                        public Answer accept(ByteBuffer bytes) {
                            throw new ArithmeticException("broken");
                        }

                        @Override
                        public void end() {}

                        @Override
                        public void fail(Throwable cause) {}
                    };
            Outcome outcome = writer(random, 1 << 18).stdout(broken).run(loop);
            check(outcome.stdout().how() == StreamEnd.How.FAILED, outcome);
        }
    },
    WITH_A_FLOODING_GRANDCHILD {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            QueueSink<byte[]> chunks = QueueSink.ofChunks(4096, 2);
            Command flood = sh("yes & echo").stdout(chunks).outputGrace(soon(random));
            try (Child child = flood.start(loop)) {
                try {
                    while (chunks.take() != null) {
                        Thread.sleep(1);
                    }
                } catch (StreamFailedException cut) {
                    check(child.await().stdout().how() == StreamEnd.How.CUT, child.await());
                }
                check(child.await().succeeded(), child.await());
            }
        }
    },
    WITH_ORPHANS {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            String script = "sleep 0.0" + random.nextInt(10) + " >/dev/null 2>&1 &";
            sh(script).teardown(Teardown.kill().toDescendants()).run(loop).orThrow();
        }
    },
    /** The others are JVMs, a few at a time: what they need is not to be had here. */
    IN_A_JVM_THAT_EXITS_ON_ITS_LOOP {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            if (rare(random)) {
                elsewhere(random, loop, List.of(), Elsewhere.Way.EXIT);
            }
        }
    },
    IN_A_FULL_PIDS_LIMIT {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            if (rare(random)) {
                elsewhere(random, loop, List.of(), Elsewhere.Way.NO_THREADS);
            }
        }
    },
    WITHOUT_DESCRIPTORS {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            if (rare(random)) {
                List<String> few = List.of("prlimit", "--nofile=128:128");
                elsewhere(random, loop, few, Elsewhere.Way.NO_DESCRIPTORS);
            }
        }
    },
    BEHIND_A_FILTER {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            if (rare(random)) {
                String call = random.nextBoolean() ? "splice=EPERM" : "pidfd_open";
                List<String> refuse = List.of(Native.program("refuse"), call, "--");
                elsewhere(random, loop, refuse, Elsewhere.Way.MIXED);
            }
        }
    },
    WITH_A_DROPPED_CLASS_LOADER {
        @Override
        void play(Random random, EventLoop loop) throws Exception {
            if (rare(random)) {
                Elsewhere.inALoaderOfItsOwn();
            }
        }
    };

    /** How many JVMs and class loaders there may be at a time. */
    private static final Semaphore ELSEWHERE = new Semaphore(2);

    private static boolean rare(Random random) {
        return random.nextInt(20) == 0;
    }

    private static void elsewhere(
            Random random, EventLoop loop, List<String> wrapper, Elsewhere.Way way)
            throws Exception {
        if (!ELSEWHERE.tryAcquire()) {
            return;
        }
        try {
            Elsewhere.play(random, loop, wrapper, way);
        } finally {
            ELSEWHERE.release();
        }
    }

    private static final Command SLEEP = Command.of("sleep", "1000");

    abstract void play(Random random, EventLoop loop) throws Exception;

    private static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    private static Command writer(Random random, int bytes) {
        int chunk = 1 + random.nextInt(10_000);
        return Command.of(Native.program("writer"), String.valueOf(bytes), String.valueOf(chunk));
    }

    private static Duration soon(Random random) {
        return Duration.ofMillis(1 + random.nextInt(60));
    }

    private static Exit killedBy(Signal signal) {
        return new Exit.Killed(signal, false);
    }

    private static void check(boolean right, Object what) {
        if (!right) {
            throw new AssertionError(String.valueOf(what));
        }
    }
}
