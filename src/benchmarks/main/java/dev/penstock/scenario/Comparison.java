package dev.penstock.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a scenario in one placement: its contenders in turn, round after round. */
final class Comparison {
    private final Scenario scenario;
    private final Pinning placement;
    private final Map<Contender, List<Round>> rounds = new LinkedHashMap<>();

    Comparison(Scenario scenario, Pinning placement) {
        this.scenario = scenario;
        this.placement = placement;
        for (Contender contender : scenario.contenders()) {
            rounds.put(contender, new ArrayList<>());
        }
    }

    /**
     * Has every contender show what arrives, in a process of its own and a round that does not
     * count.
     *
     * @return a sentence on it, empty where no bytes are to arrive
     * @throws IOException if the sums differ
     */
    String sums() throws IOException, InterruptedException {
        if (!scenario.unit().comparable() || scenario.processes() == Scenario.Processes.WHOLE) {
            return "";
        }
        Map<Long, List<String>> sums = new LinkedHashMap<>();
        for (Contender contender : scenario.contenders()) {
            try (Running running = start(contender)) {
                long sum = running.sum().check();
                sums.computeIfAbsent(sum, value -> new ArrayList<>()).add(contender.name());
            }
        }
        List<String> without = sums.remove(0L);
        if (sums.size() > 1) {
            throw new IOException(scenario.name() + ": these do not get the same bytes: " + sums);
        }
        return "Adler-32 of the bytes, in a round of its own: "
                + sums.keySet().stream().map(Long::toHexString).findAny().orElse("none")
                + " from each"
                + (without == null ? "." : " but " + String.join("; ", without) + ", which cut.");
    }

    /** Every counted round of every contender, in the order of the contenders. */
    Map<Contender, List<Round>> run() throws IOException, InterruptedException {
        switch (scenario.processes()) {
            case ONE -> inTurn();
            case EACH -> oneEach();
            case WHOLE -> whole();
        }
        requireSameAnswers();
        return rounds;
    }

    private void inTurn() throws IOException, InterruptedException {
        Map<Contender, Running> running = new LinkedHashMap<>();
        try {
            for (Contender contender : scenario.contenders()) {
                Running started = start(contender);
                running.put(contender, started);
                for (int i = 0; i < scenario.warmup(); i++) {
                    started.round();
                }
            }
            for (int i = 0; i < scenario.rounds(); i++) {
                for (Contender contender : scenario.contenders()) {
                    rounds.get(contender).add(running.get(contender).round());
                }
            }
        } finally {
            for (Running started : running.values()) {
                started.close();
            }
        }
    }

    private void oneEach() throws IOException, InterruptedException {
        for (int i = 0; i < scenario.rounds(); i++) {
            for (Contender contender : scenario.contenders()) {
                try (Running running = start(contender)) {
                    rounds.get(contender).add(running.round());
                }
            }
        }
    }

    private void whole() throws IOException, InterruptedException {
        for (int i = -scenario.warmup(); i < scenario.rounds(); i++) {
            for (Contender contender : scenario.contenders()) {
                Round round = Whole.run(contender, command(contender));
                if (i >= 0) {
                    rounds.get(contender).add(round);
                }
            }
        }
    }

    private Running start(Contender contender) throws IOException {
        return new Running(contender, command(contender));
    }

    private List<String> command(Contender contender) {
        List<String> command = new ArrayList<>(placement.contender);
        command.addAll(contender.command());
        command.addAll(placement.child);
        command.addAll(scenario.child());
        return command;
    }

    /** Whoever lost a byte has not done the work. */
    private void requireSameAnswers() throws IOException {
        if (!scenario.unit().comparable()) {
            return;
        }
        Round first = rounds.get(scenario.contenders().get(0)).get(0);
        for (Map.Entry<Contender, List<Round>> each : rounds.entrySet()) {
            for (Round round : each.getValue()) {
                if (round.work() != first.work() || round.check() != first.check()) {
                    throw new IOException(
                            scenario.name()
                                    + ": "
                                    + each.getKey().name()
                                    + " answers "
                                    + round.work()
                                    + " "
                                    + round.check()
                                    + " where "
                                    + scenario.contenders().get(0).name()
                                    + " answers "
                                    + first.work()
                                    + " "
                                    + first.check());
                }
            }
        }
    }
}
