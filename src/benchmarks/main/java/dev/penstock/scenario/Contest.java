package dev.penstock.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a scenario in one placement: its entrants in turn, round after round. */
final class Contest {
    private final Scenario scenario;
    private final Placement placement;
    private final Map<Entrant, List<Round>> rounds = new LinkedHashMap<>();

    Contest(Scenario scenario, Placement placement) {
        this.scenario = scenario;
        this.placement = placement;
        for (Entrant entrant : scenario.entrants()) {
            rounds.put(entrant, new ArrayList<>());
        }
    }

    /**
     * Has every entrant show what arrives, in a process of its own and a round that does not count.
     *
     * @return a sentence on it, empty where no bytes are to arrive
     * @throws IOException if the sums differ
     */
    String sums() throws IOException, InterruptedException {
        if (!scenario.unit().comparable() || scenario.processes() == Scenario.Processes.WHOLE) {
            return "";
        }
        Map<Long, List<String>> sums = new LinkedHashMap<>();
        for (Entrant entrant : scenario.entrants()) {
            try (Running running = start(entrant)) {
                long sum = running.sum().check();
                sums.computeIfAbsent(sum, value -> new ArrayList<>()).add(entrant.name());
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

    /** Every counted round of every entrant, in the order of the entrants. */
    Map<Entrant, List<Round>> run() throws IOException, InterruptedException {
        switch (scenario.processes()) {
            case ONE -> inTurn();
            case ONE_A_ROUND -> oneEach();
            case WHOLE -> whole();
        }
        requireSameAnswers();
        return rounds;
    }

    private void inTurn() throws IOException, InterruptedException {
        Map<Entrant, Running> running = new LinkedHashMap<>();
        try {
            for (Entrant entrant : scenario.entrants()) {
                Running started = start(entrant);
                running.put(entrant, started);
                for (int i = 0; i < scenario.warmup(); i++) {
                    started.round();
                }
            }
            for (int i = 0; i < scenario.rounds(); i++) {
                for (Entrant entrant : scenario.entrants()) {
                    rounds.get(entrant).add(running.get(entrant).round());
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
            for (Entrant entrant : scenario.entrants()) {
                try (Running running = start(entrant)) {
                    rounds.get(entrant).add(running.round());
                }
            }
        }
    }

    private void whole() throws IOException, InterruptedException {
        for (int i = -scenario.warmup(); i < scenario.rounds(); i++) {
            for (Entrant entrant : scenario.entrants()) {
                Round round = Whole.run(entrant, command(entrant));
                if (i >= 0) {
                    rounds.get(entrant).add(round);
                }
            }
        }
    }

    private Running start(Entrant entrant) throws IOException {
        return new Running(entrant, command(entrant));
    }

    private List<String> command(Entrant entrant) {
        List<String> command = new ArrayList<>(placement.entrant);
        command.addAll(entrant.command());
        command.addAll(placement.child);
        command.addAll(scenario.child());
        return command;
    }

    /** Whoever lost a byte has not done the work. */
    private void requireSameAnswers() throws IOException {
        if (!scenario.unit().comparable()) {
            return;
        }
        Round first = rounds.get(scenario.entrants().get(0)).get(0);
        for (Map.Entry<Entrant, List<Round>> each : rounds.entrySet()) {
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
                                    + scenario.entrants().get(0).name()
                                    + " answers "
                                    + first.work()
                                    + " "
                                    + first.check());
                }
            }
        }
    }
}
