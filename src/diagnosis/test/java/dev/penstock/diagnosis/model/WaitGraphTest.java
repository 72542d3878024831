package dev.penstock.diagnosis.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.diagnosis.model.WaitGraph.Mode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitGraphTest {
    private final WaitGraph<String> graph = new WaitGraph<>();

    @Test
    void shouldFindACycle() {
        graph.add("child", Mode.ANY, List.of("parent"));
        graph.add("parent", Mode.ANY, List.of("child"));
        graph.add("onlooker", Mode.ANY, List.of("child"));
        graph.add("shell", Mode.ANY, List.of("terminal"));

        Set<String> stuck = graph.stuck();

        assertEquals(Set.of("child", "parent", "onlooker"), stuck);
        assertEquals(List.of("child", "parent"), graph.way("child", stuck));
        assertEquals(List.of("onlooker", "child", "parent"), graph.way("onlooker", stuck));
        assertEquals(List.of("child", "parent"), graph.cycle("onlooker", stuck));
        assertThrows(IllegalArgumentException.class, () -> graph.way("shell", stuck));
    }

    /** A process waits for all its threads, and only one of them for who is asked about. */
    @Test
    void shouldGoRoundByWhoIsAskedAbout() {
        graph.add("writer", Mode.ANY, List.of("process"));
        graph.add("process", Mode.ANY, List.of("lock", "waiter"));
        graph.add("lock", Mode.ANY, List.of("owner"));
        graph.add("owner", Mode.ANY, List.of("lock"));
        graph.add("waiter", Mode.ANY, List.of("writer"));

        assertEquals(List.of("writer", "process", "waiter"), graph.cycle("writer", graph.stuck()));
        assertEquals(List.of("lock", "owner"), graph.cycle("lock", graph.stuck()));
    }

    @Test
    void shouldFreeAnyByOneAndAllByAll() {
        graph.add("a", Mode.ANY, List.of("b", "free"));
        graph.add("b", Mode.ANY, List.of("a"));
        assertEquals(Set.of(), graph.stuck());

        graph.add("a", Mode.ALL, List.of("b", "free"));
        assertEquals(Set.of("a", "b"), graph.stuck());
    }

    @Test
    void shouldKnowWhatNobodyMeans() {
        graph.add("any", Mode.ANY, List.of());
        graph.add("all", Mode.ALL, List.of());

        assertEquals(Set.of("any"), graph.stuck());
    }

    @Test
    void shouldBeStuckOnItself() {
        graph.add("self", Mode.ANY, List.of("self"));

        assertEquals(List.of("self"), graph.way("self", graph.stuck()));
    }

    @Test
    void shouldReachEverybodyOneDependsOn() {
        graph.add("a", Mode.ANY, List.of("b"));
        graph.add("b", Mode.ALL, List.of("c", "d"));
        graph.add("e", Mode.ANY, List.of("a"));

        assertEquals(Set.of("a", "b", "c", "d"), graph.reach("a"));
        assertEquals(Set.of("c", "d"), graph.waitsFor("b"));
    }

    /** Against the definition, by trying every set of nodes. */
    @Test
    void shouldAgreeWithTheDefinitionOnSmallGraphs() {
        Random random = new Random(20261124);
        int deadlocks = 0;
        for (int round = 0; round < 20_000; round++) {
            int nodes = 1 + random.nextInt(7);
            List<Mode> modes = new ArrayList<>();
            List<Set<Integer>> on = new ArrayList<>();
            WaitGraph<Integer> graph = new WaitGraph<>();
            for (int node = 0; node < nodes; node++) {
                Set<Integer> those = new HashSet<>();
                int edges = random.nextInt(4);
                for (int edge = 0; edge < edges; edge++) {
                    those.add(random.nextInt(nodes));
                }
                // Every fourth one is free.
                modes.add(random.nextInt(4) == 0 ? null : Mode.values()[random.nextInt(2)]);
                on.add(those);
                if (modes.get(node) != null) {
                    graph.add(node, modes.get(node), those);
                }
            }
            Set<Integer> expected = largest(modes, on);
            Set<Integer> stuck = graph.stuck();
            assertEquals(expected, stuck, modes + " " + on);
            deadlocks += stuck.isEmpty() ? 0 : 1;
            assertWays(graph, stuck, on);
        }
        assertTrue(deadlocks > 2000 && deadlocks < 18_000, deadlocks + " graphs with a deadlock");
    }

    private static void assertWays(
            WaitGraph<Integer> graph, Set<Integer> stuck, List<Set<Integer>> on) {
        for (int from : stuck) {
            List<Integer> way = graph.way(from, stuck);
            assertEquals(from, way.get(0));
            for (int i = 0; i < way.size(); i++) {
                assertTrue(stuck.contains(way.get(i)));
                Set<Integer> next = on.get(way.get(i));
                assertTrue(
                        i + 1 < way.size()
                                ? next.contains(way.get(i + 1))
                                : next.isEmpty() || way.stream().anyMatch(next::contains));
            }
        }
    }

    /** The union of all sets in which nobody can be freed from outside. */
    private static Set<Integer> largest(List<Mode> modes, List<Set<Integer>> on) {
        Set<Integer> union = new HashSet<>();
        for (int bits = 0; bits < 1 << modes.size(); bits++) {
            Set<Integer> set = new HashSet<>();
            for (int node = 0; node < modes.size(); node++) {
                if ((bits >> node & 1) != 0) {
                    set.add(node);
                }
            }
            if (set.stream().allMatch(node -> blocked(modes.get(node), on.get(node), set))) {
                union.addAll(set);
            }
        }
        return union;
    }

    private static boolean blocked(Mode mode, Set<Integer> on, Set<Integer> set) {
        if (mode == null) {
            return false;
        }
        return mode == Mode.ANY ? set.containsAll(on) : on.stream().anyMatch(set::contains);
    }
}
