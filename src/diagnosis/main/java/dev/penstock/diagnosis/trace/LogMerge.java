package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Clock;
import dev.penstock.diagnosis.trace.log.LineParser;
import dev.penstock.diagnosis.trace.log.LineReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The lines of several files in the order of their times. */
final class LogMerge {
    private static final class Source {
        final int order;
        final int pid;
        final LineReader reader;
        final Clock clock = new Clock();
        final LineParser parser = new LineParser(clock);

        Source(int order, ProcessLog log) {
            this.order = order;
            this.pid = log.pid();
            this.reader = new LineReader(log.in());
        }

        boolean next() throws IOException {
            if (!reader.next()) {
                return false;
            }
            parser.parse(reader);
            return true;
        }

        /** Relative times say nothing of other files. */
        long time() {
            return clock.relative() ? Clock.UNKNOWN : clock.now();
        }
    }

    private final PriorityQueue<Source> waiting =
            new PriorityQueue<>(
                    (a, b) ->
                            a.time() == b.time()
                                    ? Integer.compare(a.order, b.order)
                                    : Long.compare(a.time(), b.time()));
    private final List<Source> all = new ArrayList<>();
    private Source now;

    LogMerge(List<ProcessLog> logs) throws IOException {
        for (ProcessLog log : logs) {
            Source source = new Source(all.size(), log);
            all.add(source);
            if (source.next()) {
                waiting.add(source);
            }
        }
    }

    boolean next() throws IOException {
        if (now != null && now.next()) {
            waiting.add(now);
        }
        now = waiting.poll();
        return now != null;
    }

    LineParser parser() {
        return now.parser;
    }

    Clock clock() {
        return now.clock;
    }

    int pid() {
        return now.pid;
    }

    long shortened() {
        long sum = 0;
        for (Source source : all) {
            sum += source.reader.shortened();
        }
        return sum;
    }
}
