package dev.penstock.scenario.contender;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import dev.penstock.scenario.contender.Workload.Answer;
import dev.penstock.sink.Discard;
import dev.penstock.sink.Sink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Many children that play ping-pong on one loop, and maybe one that pours: answers with the 99th
 * percentile of the exchanges' times, in nanoseconds. The arguments: players, exchanges of each,
 * the players' program, and the firehose's if there is to be one.
 */
public final class FairnessContender {
    private static final String FOR_EVER = Long.toString(1L << 50);

    private FairnessContender() {}

    public static void main(String[] words) throws Exception {
        int players = Integer.parseInt(words[0]);
        int exchanges = Integer.parseInt(words[1]);
        String firehose = words.length > 3 ? words[3] : null;
        try (EventLoop loop = EventLoop.start("penstock")) {
            Workload.serve(() -> round(loop, players, exchanges, words[2], firehose));
        }
    }

    private static Answer round(
            EventLoop loop, int players, int exchanges, String program, String firehose)
            throws Exception {
        Child pouring =
                firehose == null
                        ? null
                        : Command.of(firehose, FOR_EVER, "65536")
                                .stdout(Discard.of())
                                .stderr(Output.nowhere())
                                .start(loop);
        try {
            return play(loop, players, exchanges, program);
        } finally {
            if (pouring != null) {
                pouring.close();
            }
        }
    }

    private static Answer play(EventLoop loop, int players, int exchanges, String program)
            throws Exception {
        List<Player> all = new ArrayList<>();
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < players; i++) {
            Player player = new Player(exchanges);
            all.add(player);
            outcomes.add(
                    Command.of(program)
                            .stdin(Input.source(player.source()))
                            .stdout((Sink) player)
                            .stderr(Output.nowhere())
                            .start(loop)
                            .outcome());
        }
        for (CompletableFuture<Outcome> outcome : outcomes) {
            outcome.get().orThrow();
        }
        long[] nanos = all.stream().flatMapToLong(Player::times).toArray();
        Arrays.sort(nanos);
        return new Answer(nanos.length, nanos[(int) (nanos.length * 0.99)]);
    }
}
