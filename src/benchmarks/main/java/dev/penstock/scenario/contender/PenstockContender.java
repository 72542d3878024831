package dev.penstock.scenario.contender;

import dev.penstock.loop.EventLoop;
import dev.penstock.loop.LoopGroup;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import dev.penstock.scenario.contender.Workload.Answer;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Lines;
import dev.penstock.sink.Sink;
import dev.penstock.splice.FileSink;
import dev.penstock.text.LineFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Penstock through its public API, as a user would write it. {@code -Dloops=N} spreads many
 * children over N event loops.
 */
public final class PenstockContender {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int KEPT = 64 * 1024;

    private static LoopGroup loops;

    private PenstockContender() {}

    public static void main(String[] words) throws Exception {
        Workload work = Workload.of(words);
        loops = LoopGroup.start("penstock", Integer.getInteger("loops", 1));
        touch(Integer.getInteger("heap.gib", 0));
        switch (work.name()) {
            case "drain" -> Workload.serve(() -> drain(work));
            case "spawn" -> spawns(work);
            case "children" -> {
                byte[] input = Workload.input(work.number(1));
                Workload.serve(() -> children(work, input));
            }
            default -> Workload.serve(() -> pingPong(work));
        }
        loops.close();
    }

    /** Memory that a fork would have to copy the tables of. */
    private static List<byte[]> touched;

    private static void touch(int gib) {
        touched = new ArrayList<>();
        for (int i = 0; i < gib * 64; i++) {
            byte[] block = new byte[16 << 20];
            for (int at = 0; at < block.length; at += 4096) {
                block[at] = 1;
            }
            touched.add(block);
        }
    }

    private static Command command(Workload work) {
        return Command.of(work.child());
    }

    private static void requireSuccess(Outcome outcome) throws IOException {
        outcome.orThrow();
    }

    private static Answer drain(Workload work) throws Exception {
        String to = work.arguments().get(0);
        Command command = command(work).stderr(Output.nowhere());
        Sum sum = new Sum();
        switch (to) {
            case "nowhere" -> {
                if (Sum.asked) {
                    return drainToSum(command);
                }
                Discard discard = Discard.of();
                requireSuccess(command.stdout(discard).run(loops.next()));
                return new Answer(discard.bytes(), 0);
            }
            case "capture" -> {
                Capture capture = Capture.of(KEPT);
                requireSuccess(command.stdout(capture).run(loops.next()));
                byte[] kept = capture.bytes();
                sum.add(kept, 0, kept.length);
                return new Answer(capture.total(), sum.value());
            }
            case "lines" -> {
                long[] bytes = new long[1];
                Lines lines =
                        Lines.ofViews(
                                LineFormat.of(LONGEST_LINE),
                                line -> {
                                    bytes[0] += line.length() + 1;
                                    sum.addLine(line);
                                });
                requireSuccess(command.stdout(lines).run(loops.next()));
                return answer(bytes[0], lines, sum);
            }
            case "strings" -> {
                long[] bytes = new long[1];
                Lines lines =
                        Lines.of(
                                LONGEST_LINE,
                                line -> {
                                    bytes[0] += line.length() + 1;
                                    sum.addLine(line);
                                });
                requireSuccess(command.stdout(lines).run(loops.next()));
                return answer(bytes[0], lines, sum);
            }
            default -> {
                FileSink file = FileSink.of(Path.of(to)).truncating();
                requireSuccess(command.stdout(file).run(loops.next()));
                sum.addFile(Path.of(to));
                return new Answer(file.written(), sum.value());
            }
        }
    }

    /** What is discarded nobody has seen, so that another sink stands at the pump's end. */
    private static Answer drainToSum(Command command) throws Exception {
        Summed summed = new Summed(true);
        requireSuccess(command.stdout(summed).run(loops.next()));
        return new Answer(summed.bytes, summed.check());
    }

    /** Lines that were cut have no sum to compare. */
    private static Answer answer(long bytes, Lines lines, Sum sum) {
        long cut = lines.bytesCut();
        return new Answer(bytes + cut, cut > 0 && Sum.asked ? 0 : sum.valueOr(lines.lines()));
    }

    private static void spawns(Workload work) throws Exception {
        if (!Boolean.getBoolean("start.byEach")) {
            Workload.serve(() -> spawn(work));
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(work.number(1));
        Workload.serve(() -> Lanes.run(work, threads, () -> one(work)));
        threads.shutdown();
    }

    /** Started by the thread that waits for it: while one is in vfork(2), others go on. */
    private static Outcome one(Workload work) throws Exception {
        return command(work)
                .stdin(Input.bytes(new byte[0]))
                .stdout(Discard.of())
                .stderr(Discard.of())
                .run(loops.next())
                .orThrow();
    }

    private static Answer spawn(Workload work) throws Exception {
        Command command = command(work);
        int children = work.number(0);
        Semaphore room = new Semaphore(work.number(1));
        AtomicLong succeeded = new AtomicLong();
        for (int i = 0; i < children; i++) {
            room.acquire();
            Child child =
                    command.stdin(Input.bytes(new byte[0]))
                            .stdout(Discard.of())
                            .stderr(Discard.of())
                            .start(loops.next());
            child.outcome()
                    .whenComplete(
                            (outcome, failure) -> {
                                if (failure == null && outcome.succeeded()) {
                                    succeeded.incrementAndGet();
                                }
                                room.release();
                            });
        }
        room.acquire(work.number(1));
        Workload.require(succeeded.get() == children, work);
        return new Answer(children, 0);
    }

    private static Answer children(Workload work, byte[] input) throws Exception {
        List<Summed> sinks = new ArrayList<>();
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        Command command = command(work).stdin(Input.bytes(input));
        Command each = input.length > 0 ? command.stderr(Output.nowhere()) : command;
        if (Boolean.getBoolean("start.onLoop")) {
            EventLoop loop = loops.next();
            Callable<?> start = () -> outcomes.add(start(each, input, loop, sinks));
            new OneATurn(loop, work.number(0), start).started.get();
        } else {
            for (int i = 0; i < work.number(0); i++) {
                outcomes.add(start(each, input, loops.next(), sinks));
            }
        }
        long bytes = 0;
        long check = 0;
        for (int i = 0; i < sinks.size(); i++) {
            requireSuccess(outcomes.get(i).get());
            bytes += sinks.get(i).bytes;
            check += sinks.get(i).check();
        }
        return new Answer(bytes, check);
    }

    private static CompletableFuture<Outcome> start(
            Command command, byte[] input, EventLoop loop, List<Summed> sinks) throws IOException {
        Summed sink = new Summed(input.length > 0);
        sinks.add(sink);
        return command.stdout(sink).start(loop).outcome();
    }

    private static Answer pingPong(Workload work) throws Exception {
        Player player = new Player(work.number(0));
        requireSuccess(
                command(work)
                        .stdin(Input.source(player.source()))
                        .stdout((Sink) player)
                        .stderr(Output.nowhere())
                        .run(loops.next()));
        return new Answer(player.played(), player.sum());
    }
}
