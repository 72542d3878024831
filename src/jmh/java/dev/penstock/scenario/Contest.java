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

    /** Every counted round of every entrant, in the order of the entrants. */
    Map<Entrant, List<Round>> run() throws IOException, InterruptedException {
        if (scenario.fresh()) {
            for (int i = 0; i < scenario.rounds(); i++) {
                for (Entrant entrant : scenario.entrants()) {
                    try (Running running = start(entrant)) {
                        rounds.get(entrant).add(running.round());
                    }
                }
            }
        } else {
            inTurn();
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

    private Running start(Entrant entrant) throws IOException {
        List<String> command = new ArrayList<>(placement.entrant);
        command.addAll(entrant.command());
        command.addAll(placement.child);
        command.addAll(scenario.child());
        return new Running(entrant, command);
    }

    /**
     * Whoever lost a byte has not done the work. Where the figure is a rate, entrants may have been
     * given different amounts.
     */
    private void requireSameAnswers() throws IOException {
        if (scenario.unit() == Scenario.Unit.PER_SECOND) {
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
