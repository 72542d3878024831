package dev.penstock.diagnosis.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A wait-for graph: an edge from P to Q says that P waits for Q. A node that waits names those that
 * it waits for, and whether any of them frees it (OR: whoever reads a full pipe) or only all of
 * them together (AND: an end of file needs every writer gone).
 *
 * <p>A node that was never said to wait is free: it may go on by itself. So whatever is not known
 * for certain is left out, and can then only make the search find less. Not thread-safe.
 *
 * @param <N> what a node is; compared by equals
 */
public final class WaitGraph<N> {
    /** How many of those that a node waits for must go on before it can. */
    public enum Mode {
        /** One of them. */
        ANY,
        /** Every one of them. */
        ALL
    }

    private record Edges<N>(Mode mode, Set<N> on) {
        /** Whether it goes on for ever while these do. */
        boolean blockedBy(Set<N> stuck) {
            if (mode == Mode.ANY) {
                return stuck.containsAll(on);
            }
            for (N node : on) {
                if (stuck.contains(node)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final Map<N, Edges<N>> waits = new LinkedHashMap<>();

    /**
     * Says that a node waits. A node that waits for ANY of nobody is never freed; one that waits
     * for ALL of nobody is free.
     *
     * @param node who
     * @param mode how many must go on
     * @param on for whom; those that do not wait themselves are free
     */
    public void add(N node, Mode mode, Collection<? extends N> on) {
        waits.put(node, new Edges<>(mode, new LinkedHashSet<>(on)));
    }

    /**
     * Those who can never go on, whatever the free ones do: the largest set in which each waits for
     * another of the set, ANY for no one outside it and ALL for one inside it at least. That is a
     * deadlock, proven, as far as the graph is true. Takes time in proportion to the edges.
     *
     * @return empty if each can still be freed; otherwise in the order in which they were added
     */
    public Set<N> stuck() {
        Map<N, List<N>> waiters = new LinkedHashMap<>();
        Map<N, Integer> missing = new LinkedHashMap<>();
        ArrayDeque<N> freed = new ArrayDeque<>();
        Set<N> stuck = new LinkedHashSet<>(waits.keySet());
        for (Map.Entry<N, Edges<N>> entry : waits.entrySet()) {
            Edges<N> wait = entry.getValue();
            int needed = wait.mode() == Mode.ANY ? 1 : wait.on().size();
            missing.put(entry.getKey(), needed);
            if (needed == 0) {
                freed.add(entry.getKey());
            }
            for (N on : wait.on()) {
                List<N> those = waiters.computeIfAbsent(on, none -> new ArrayList<>());
                those.add(entry.getKey());
                if (those.size() == 1 && !waits.containsKey(on)) {
                    freed.add(on);
                }
            }
        }
        while (!freed.isEmpty()) {
            N free = freed.remove();
            stuck.remove(free);
            for (N waiter : waiters.getOrDefault(free, List.of())) {
                if (missing.merge(waiter, -1, Integer::sum) == 0) {
                    freed.add(waiter);
                }
            }
        }
        return stuck;
    }

    /**
     * A way round among those who are stuck, to show: each waits for the next, and the last for one
     * before it, most often the first.
     *
     * @param from one of the stuck
     * @param stuck as {@link #stuck} gave them
     * @return from that one on, to the last before the way comes back to one that is in it already
     * @throws IllegalArgumentException if that one is not stuck
     */
    public List<N> way(N from, Set<N> stuck) {
        Set<N> way = new LinkedHashSet<>();
        for (N at = from; at != null && way.add(at); ) {
            at = next(at, stuck);
        }
        return List.copyOf(way);
    }

    /**
     * The shortest way from a node back to itself; where there is none, the part of {@link #way}
     * that goes round.
     *
     * @param from one of the stuck
     * @param stuck as {@link #stuck} gave them
     * @return each waits for the next, and the last for the first; where the way ends at one who
     *     waits for nobody, the whole way
     * @throws IllegalArgumentException if that one is not stuck
     */
    public List<N> cycle(N from, Set<N> stuck) {
        List<N> round = stuck.contains(from) ? round(from, stuck) : List.of();
        if (!round.isEmpty()) {
            return round;
        }
        List<N> way = way(from, stuck);
        N again = next(way.get(way.size() - 1), stuck);
        return again == null ? way : way.subList(way.indexOf(again), way.size());
    }

    /**
     * For whom a node waits.
     *
     * @param node who
     * @return nobody for a free one
     */
    public Set<N> waitsFor(N node) {
        Edges<N> wait = waits.get(node);
        return wait == null ? Set.of() : Collections.unmodifiableSet(wait.on());
    }

    /**
     * Everybody on whom a node depends, itself among them.
     *
     * @param node where to begin
     * @return the nodes that are reached, nearest first
     */
    public Set<N> reach(N node) {
        Set<N> reached = new LinkedHashSet<>(Set.of(node));
        ArrayDeque<N> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            Edges<N> wait = waits.get(next.remove());
            if (wait != null) {
                for (N on : wait.on()) {
                    if (reached.add(on)) {
                        next.add(on);
                    }
                }
            }
        }
        return reached;
    }

    /** From a node among the stuck back to it, breadth first; empty if it is on no cycle. */
    private List<N> round(N from, Set<N> stuck) {
        Map<N, N> cameFrom = new LinkedHashMap<>();
        ArrayDeque<N> next = new ArrayDeque<>(Set.of(from));
        while (!next.isEmpty()) {
            N at = next.remove();
            for (N on : waitsFor(at)) {
                if (on.equals(from)) {
                    ArrayDeque<N> round = new ArrayDeque<>();
                    for (N back = at; back != null; back = cameFrom.get(back)) {
                        round.addFirst(back);
                    }
                    return List.copyOf(round);
                }
                if (stuck.contains(on) && cameFrom.putIfAbsent(on, at) == null) {
                    next.add(on);
                }
            }
        }
        return List.of();
    }

    /** Null where a node waits for nobody: there the way ends. */
    private N next(N node, Set<N> stuck) {
        Edges<N> wait = waits.get(node);
        if (wait == null || !wait.blockedBy(stuck)) {
            throw new IllegalArgumentException(node + " is not stuck");
        }
        for (N on : wait.on()) {
            if (stuck.contains(on)) {
                return on;
            }
        }
        return null;
    }
}
