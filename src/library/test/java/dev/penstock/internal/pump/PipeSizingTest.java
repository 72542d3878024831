package dev.penstock.internal.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.internal.loop.Loops;
import dev.penstock.internal.sys.KernelRelease;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Kernel;
import dev.penstock.pipe.Pipe;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import dev.penstock.testing.PublicClassPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipeSizingTest {
    private static final int MIB = 1 << 20;
    private static final Duration SOON = Duration.ofMillis(20);

    private final PipeBudget budget = new PipeBudget(MIB, 256 * 1024);

    private EventLoop loop;
    private Pipe pipe;
    private int usual;

    @BeforeEach
    void start() throws Exception {
        loop = EventLoop.start("loop under test");
        pipe = Pipe.open();
        usual = pipe.reader().capacity();
        assumeTrue(usual < budget.largest(), "pipes here are large from the start");
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.close();
        assertEquals(0, budget.taken());
    }

    private PipeSizing sizing(Pipe of, PipeBudget from, Duration period) throws IOException {
        return new PipeSizing(loop, of.reader(), from, period);
    }

    private Pump pump(Pipe from, TestSink to, PipeSizing sizing) throws Exception {
        return Loops.call(loop, () -> Pump.start(loop, from.reader(), to, to, sizing));
    }

    @Test
    void shouldGrowAPipeThatIsFoundFullTurnAfterTurn() throws Exception {
        Pouring pouring = new Pouring(pipe, 8 * MIB, true);
        pump(pipe, pouring, sizing(pipe, budget, PipeSizing.PERIOD));
        pouring.ended.get();
        assertEquals(budget.largest(), pouring.largest);
        assertTrue(pouring.isIntact(), "the bytes are not those that were put");
        assertEquals(0, budget.refusals());
    }

    /** Each of them a second time only while half of the budget is left for others. */
    @Test
    void shouldGrowManyALittleAndFewMuch() throws Exception {
        int first = 3 * usual;
        int second = 12 * usual;
        PipeBudget few = new PipeBudget(2 * (first + second), 16 * usual);
        assumeTrue(16 * usual <= MIB, "pipes here are large from the start");
        List<PipeSizing> sizings = new ArrayList<>();
        List<Pipe> pipes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                pipes.add(Pipe.open());
                sizings.add(sizing(pipes.get(i), few, PipeSizing.PERIOD));
            }
            for (int i = 0; i < 3; i++) {
                for (PipeSizing sizing : sizings) {
                    pour(sizing);
                }
            }
            List<Integer> grown = new ArrayList<>();
            for (Pipe each : pipes) {
                grown.add(each.reader().capacity() / usual);
            }
            // The first step of all three leaves too little for a second of any.
            assertEquals(List.of(4, 4, 4), grown);
            Loops.call(loop, () -> closed(sizings.get(2)));
            Loops.call(loop, () -> closed(sizings.get(1)));
            pour(sizings.get(0));
            assertEquals(16 * usual, pipes.get(0).reader().capacity());
            assertEquals(first + second, few.taken());
            Loops.call(loop, () -> closed(sizings.get(0)));
            assertEquals(usual, pipes.get(0).reader().capacity());
            assertEquals(0, few.taken());
        } finally {
            for (Pipe each : pipes) {
                each.close();
            }
        }
    }

    /** As many turns as it takes to be a firehose. */
    private void pour(PipeSizing sizing) throws Exception {
        Loops.call(
                loop,
                () -> {
                    for (int i = 0; i < PipeSizing.IN_A_ROW; i++) {
                        sizing.turned(PipeSizing.MUCH, false);
                    }
                    return null;
                });
    }

    private static Void closed(PipeSizing sizing) {
        sizing.close();
        return null;
    }

    @Test
    void shouldLeaveThePipeOfAQuietStreamAlone() throws Exception {
        int[] largest = {0};
        TestSink quiet =
                new TestSink() {
                    private int count;

                    @Override
                    public Answer accept(ByteBuffer bytes) throws IOException {
                        bytes.position(bytes.limit());
                        largest[0] = Math.max(largest[0], pipe.reader().capacity());
                        if (count++ < 200) {
                            pipe.writer().write(ByteBuffer.allocate(1000));
                        } else {
                            pipe.writeEnd().close();
                        }
                        return Answer.MORE;
                    }
                };
        pipe.writer().write(ByteBuffer.allocate(1000));
        pump(pipe, quiet, sizing(pipe, budget, PipeSizing.PERIOD));
        quiet.ended.get();
        assertEquals(usual, largest[0]);
    }

    @Test
    void shouldLeaveThePipeOfASinkThatDoesNotKeepUpAlone() throws Exception {
        Pouring slow =
                new Pouring(pipe, 8 * MIB, true) {
                    @Override
                    public Answer accept(ByteBuffer chunk) throws Exception {
                        super.accept(chunk);
                        resume.run();
                        return Answer.FULL;
                    }
                };
        pump(pipe, slow, sizing(pipe, budget, PipeSizing.PERIOD));
        slow.ended.get();
        assertEquals(usual, slow.largest);
        assertTrue(slow.isIntact());
    }

    @Test
    void shouldLeaveAPipeAloneWhereNothingMayBeTaken() throws Exception {
        Pouring pouring = new Pouring(pipe, 4 * MIB, true);
        pump(pipe, pouring, sizing(pipe, PipeBudget.NONE, PipeSizing.PERIOD));
        pouring.ended.get();
        assertEquals(usual, pouring.largest);
    }

    @Test
    void shouldGrowNoMorePipesThanTheBudgetHasRoomForUntilOneHasEnded() throws Exception {
        PipeBudget ofOne = new PipeBudget(budget.largest() - usual, budget.largest());
        List<Boolean> both = new ArrayList<>();
        try (Pipe second = Pipe.open()) {
            Pouring first = new Pouring(pipe, 8 * MIB, true);
            Pouring longer =
                    new Pouring(second, 64 * MIB, true) {
                        @Override
                        public Answer accept(ByteBuffer chunk) throws Exception {
                            both.add(
                                    second.reader().capacity() > usual
                                            && pipe.reader().isOpen()
                                            && pipe.reader().capacity() > usual);
                            return super.accept(chunk);
                        }
                    };
            Loops.call(
                    loop,
                    () -> {
                        Pump.start(
                                loop,
                                pipe.reader(),
                                first,
                                first,
                                sizing(pipe, ofOne, PipeSizing.PERIOD));
                        return Pump.start(
                                loop,
                                second.reader(),
                                longer,
                                longer,
                                sizing(second, ofOne, PipeSizing.PERIOD));
                    });
            first.ended.get();
            longer.ended.get();
            assertEquals(budget.largest(), first.largest);
            assertEquals(budget.largest(), longer.largest);
            assertFalse(both.contains(true), "two were grown at a time");
            assertTrue(first.isIntact() && longer.isIntact());
            assertEquals(0, ofOne.taken());
        }
    }

    @Test
    void shouldShrinkThePipeOfAStreamThatHasBecomeQuietAndGrowItAgain() throws Exception {
        Pouring pouring = new Pouring(pipe, 8 * MIB, false);
        Pump pump = pump(pipe, pouring, sizing(pipe, budget, SOON));
        for (int i = 0; i < 3; i++) {
            Eventually.await("all bytes, and a pipe as it was", () -> isAsItWas(pouring));
            assertEquals(budget.largest(), pouring.largest);
            pouring.largest = 0;
            Loops.call(
                    loop,
                    () -> {
                        pouring.more(8 * MIB);
                        return null;
                    });
        }
        Eventually.await("all bytes, and a pipe as it was", () -> isAsItWas(pouring));
        assertEquals(32L * MIB, pump.bytes());
        assertTrue(pouring.isIntact());
        pipe.writeEnd().close();
        pouring.ended.get();
    }

    private boolean isAsItWas(Pouring pouring) throws IOException {
        return budget.taken() == 0 && pipe.reader().capacity() == usual && pouring.isIntact();
    }

    @Test
    void shouldGiveBackWhatAStoppedStreamHadTaken() throws Exception {
        Pouring pouring = new Pouring(pipe, Long.MAX_VALUE, false);
        Pump pump = pump(pipe, pouring, sizing(pipe, budget, PipeSizing.PERIOD));
        Eventually.await("a grown pipe", () -> budget.taken() > 0);
        Loops.call(
                loop,
                () -> {
                    pump.drainAndStop(new IOException("enough"));
                    return null;
                });
        assertEquals(0, budget.taken());
    }

    /** It sleeps because the old pipe is full, and only the larger one has room. */
    @Test
    void shouldNotLeaveAWriterAsleepThatSleptWhenItsPipeWasGrown() throws Exception {
        assumeFalse(
                KernelRelease.running().mayLeaveWriterAsleep(), "no pipe is grown on this kernel");
        Process child =
                Kernel.writingTo(
                        pipe, Native.program("writer"), Integer.toString(3 * MIB), "65536");
        Kernel.awaitBlockedInWrite(child);
        PipeSizing sizing = sizing(pipe, budget, PipeSizing.PERIOD);
        pour(sizing);
        assertEquals(budget.largest(), pipe.reader().capacity());
        TestSink sink = new TestSink();
        pump(pipe, sink, sizing);
        sink.ended.get();
        assertEquals(3 * MIB, sink.bytes().length);
        assertEquals(0, child.waitFor());
    }

    // ---- Past the user's share

    /** A firehose of a user who has no more pages for pipes; prints what came of it. */
    static final class Poor {
        private Poor() {}

        public static void main(String[] none) throws Exception {
            List<Pipe> others = new ArrayList<>();
            try (EventLoop loop = EventLoop.start("loop of a poor user");
                    Pipe pipe = Pipe.open()) {
                int before = pipe.reader().capacity();
                useUp(others);
                PipeBudget budget = new PipeBudget(1L << 30, MIB);
                Pouring pouring = new Pouring(pipe, 8 * MIB, true);
                PipeSizing sizing = new PipeSizing(loop, pipe.reader(), budget, PipeSizing.PERIOD);
                Loops.call(loop, () -> Pump.start(loop, pipe.reader(), pouring, pouring, sizing));
                pouring.ended.get();
                System.out.printf(
                        "%b %b %d %d%n",
                        pouring.largest == before,
                        pouring.isIntact(),
                        budget.refusals(),
                        budget.taken());
            } finally {
                for (Pipe other : others) {
                    other.close();
                }
            }
        }

        /** To the last pages, so that not even a small step is possible. */
        private static void useUp(List<Pipe> others) throws IOException {
            for (int size = MIB; size >= 128 * 1024 && others.size() < 1000; ) {
                Pipe other = Pipe.open();
                others.add(other);
                try {
                    other.reader().resize(size);
                } catch (SyscallException refused) {
                    size /= 2;
                }
            }
        }
    }

    @Test
    @Tag("not-under-qemu")
    void shouldCarryOnWhereTheKernelRefusesToGrow() throws Exception {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        try (PublicClassPath classes = PublicClassPath.copy()) {
            List<String> words = new ArrayList<>();
            if (root) {
                words.addAll(List.of("setpriv", "--reuid=65532", "--regid=65532"));
                words.add("--clear-groups");
            }
            words.addAll(ChildJvm.command(classes.text(), Poor.class));
            Process poor =
                    new ProcessBuilder(words)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            poor.getOutputStream().close();
            String said =
                    new String(poor.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals(0, poor.waitFor());
            poor.getInputStream().close();
            // Asked once a second at most, and all of it took less than a few.
            assertTrue(said.matches("true true [1-9][0-9]? 0\n"), said);
        }
    }
}
