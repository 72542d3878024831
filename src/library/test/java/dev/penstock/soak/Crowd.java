package dev.penstock.soak;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.EndedBy;
import dev.penstock.process.Exit;
import dev.penstock.process.Outcome;
import dev.penstock.sys.Signal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Very many children of one loop. */
final class Crowd {
    private Crowd() {}

    /** Starts and reaps so many, of which some are there at once. */
    static void spawn(int total, int atOnce) throws Exception {
        Command quick = Command.of("sh", "-c", "echo out; echo err >&2");
        Deque<Child> running = new ArrayDeque<>();
        for (int i = 0; i < total; i++) {
            if (running.size() == atOnce) {
                finish(running.remove());
            }
            running.add(quick.start());
        }
        while (!running.isEmpty()) {
            finish(running.remove());
        }
    }

    private static void finish(Child child) throws Exception {
        Outcome outcome = child.await().orThrow();
        if (outcome.stdout().bytes() != 4 || outcome.stderr().bytes() != 4) {
            throw new AssertionError(outcome.stdout() + ", " + outcome.stderr());
        }
    }

    /**
     * Has so many alive at once, signals some of them at random, and closes the loop under the
     * rest.
     */
    static void keepAlive(int count, Random random) throws Exception {
        List<Child> children = new ArrayList<>();
        List<Child> killed = new ArrayList<>();
        try (EventLoop loop = EventLoop.start("crowd")) {
            for (int i = 0; i < count; i++) {
                children.add(Command.of("sleep", "1000").start(loop));
            }
            for (Child child : children) {
                switch (random.nextInt(4)) {
                    case 0 -> child.signal(Signal.STOP);
                    case 1 -> {
                        child.signal(Signal.STOP);
                        child.signal(Signal.CONT);
                    }
                    case 2 -> {
                        child.signal(Signal.KILL);
                        killed.add(child);
                    }
                    default -> {}
                }
            }
            for (Child child : killed) {
                expect(child, EndedBy.ITSELF, Signal.KILL);
            }
            children.removeAll(killed);
        }
        for (Child child : children) {
            expect(child, EndedBy.LOOP_CLOSED, Signal.TERM);
        }
    }

    private static void expect(Child child, EndedBy by, Signal signal) throws Exception {
        Outcome outcome = child.await();
        if (outcome.endedBy() != by || !outcome.exit().equals(new Exit.Killed(signal, false))) {
            throw new AssertionError(outcome.toString());
        }
    }
}
