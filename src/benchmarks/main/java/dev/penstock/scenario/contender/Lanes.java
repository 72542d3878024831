package dev.penstock.scenario.contender;

import dev.penstock.scenario.contender.Workload.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** So many children one after another, on each of so many threads. */
final class Lanes {
    private Lanes() {}

    /** What a contender does that runs a child and waits for its end in one call. */
    @FunctionalInterface
    interface OneChild {
        Answer run(Workload work) throws Exception;
    }

    /** Serves {@code drain} and {@code spawn}, which such a contender does in the same way. */
    static void serve(String[] words, OneChild one) throws Exception {
        Workload work = Workload.of(words);
        switch (work.name()) {
            case "drain" -> Workload.serve(() -> one.run(work));
            case "spawn" -> {
                ExecutorService lanes = Executors.newFixedThreadPool(work.number(1));
                Workload.serve(() -> run(work, lanes, () -> one.run(work)));
                lanes.shutdown();
            }
            default -> throw new IllegalArgumentException("not done by this: " + work.name());
        }
    }

    /**
     * @param work its first argument is how many in all, its second how many at once
     */
    static Answer run(Workload work, ExecutorService threads, Callable<?> one) throws Exception {
        int children = work.number(0);
        int atOnce = work.number(1);
        List<Callable<Integer>> lanes = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            int share = children / atOnce + (i < children % atOnce ? 1 : 0);
            lanes.add(
                    () -> {
                        for (int n = 0; n < share; n++) {
                            one.call();
                        }
                        return share;
                    });
        }
        long done = 0;
        for (Future<Integer> lane : threads.invokeAll(lanes)) {
            done += lane.get();
        }
        return new Answer(done, 0);
    }
}
