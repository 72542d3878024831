package dev.penstock.scenario;

import java.util.List;

/**
 * One piece of work, and who does it.
 *
 * @param name in file names and on the command line
 * @param question what it answers
 * @param unit what the figure of a round is
 * @param child the child's command
 * @param placements where to run it
 * @param warmup rounds of each contender that do not count
 * @param rounds that do
 * @param processes how many processes the rounds of a contender have
 * @param contenders the first is what the others are compared with
 */
record Scenario(
        String name,
        String question,
        Unit unit,
        List<String> child,
        List<Pinning> placements,
        int warmup,
        int rounds,
        Processes processes,
        List<Contender> contenders) {

    /** Which process runs a round. */
    enum Processes {
        /** One runs all rounds of a contender, warmed up; the contenders take turns. */
        ONE,
        /** Each round has one of its own, told to begin: for memory and threads. */
        EACH,
        /** Each round is one, from its start to its exit: for the start itself. */
        WHOLE
    }

    /** What a round's time and work come to. */
    enum Unit {
        GIGABYTES_PER_SECOND("GB/s", "CPU ms a GB"),
        PER_SECOND("per s", "CPU µs each"),
        SECONDS("s", "CPU s"),
        MILLISECONDS("ms", "CPU ms"),
        MICROSECONDS_EACH("µs each", "CPU µs each"),
        /** What the contender itself found, in nanoseconds, and gave for its check. */
        MICROSECONDS_P99("µs, p99", "CPU µs each");

        final String text;

        /** What processor time is told in. */
        final String cpu;

        Unit(String text, String cpu) {
            this.text = text;
            this.cpu = cpu;
        }

        /** Whether all contenders of a scenario must come to the same work and check. */
        boolean comparable() {
            // For a rate, contenders may have been given different amounts.
            return this != PER_SECOND && this != MICROSECONDS_P99;
        }

        double figure(Round round) {
            return switch (this) {
                case GIGABYTES_PER_SECOND -> (double) round.work() / round.nanos();
                case PER_SECOND -> round.work() * 1e9 / round.nanos();
                case SECONDS -> round.nanos() / 1e9;
                case MILLISECONDS -> round.nanos() / 1e6;
                case MICROSECONDS_P99 -> round.check() / 1e3;
                case MICROSECONDS_EACH -> round.nanos() / 1e3 / round.work();
            };
        }

        double cpu(Round round) {
            return switch (this) {
                case GIGABYTES_PER_SECOND -> round.cpuNanos() * 1e3 / round.work();
                case SECONDS -> round.cpuNanos() / 1e9;
                case MILLISECONDS -> round.cpuNanos() / 1e6;
                case PER_SECOND, MICROSECONDS_EACH, MICROSECONDS_P99 ->
                        round.cpuNanos() / 1e3 / round.work();
            };
        }
    }
}
