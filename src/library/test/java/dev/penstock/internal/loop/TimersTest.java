package dev.penstock.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimersTest {
    private static final Runnable NOTHING = () -> {};

    private final Timers timers = new Timers();

    private LoopTimer at(long deadline) {
        return new LoopTimer(timers, deadline, NOTHING);
    }

    @Test
    void shouldGiveThemInTheirOrder() {
        LoopTimer late = at(30);
        LoopTimer first = at(10);
        LoopTimer middle = at(20);
        assertTrue(timers.add(late));
        assertTrue(timers.add(first), "a new first must wake the loop");
        assertFalse(timers.add(middle));
        assertEquals(5, timers.untilNext(5));
        assertNull(timers.due(9));
        assertSame(first, timers.due(10));
        assertNull(timers.due(10));
        assertEquals(0, timers.untilNext(99));
        assertSame(middle, timers.due(99));
        assertSame(late, timers.due(99));
        assertEquals(-1, timers.untilNext(99));
    }

    @Test
    void shouldCancelOnce() {
        LoopTimer timer = at(10);
        timers.add(timer);
        assertTrue(timer.cancel());
        assertFalse(timer.cancel());
        assertNull(timers.due(10));
        LoopTimer fired = at(10);
        timers.add(fired);
        assertSame(fired, timers.due(10));
        assertFalse(fired.cancel());
    }

    /** {@link System#nanoTime} may begin anywhere and overflow. */
    @Test
    void shouldCompareAcrossTheOverflowOfTheClock() {
        long now = Long.MAX_VALUE - 5;
        LoopTimer before = at(now + 2);
        LoopTimer after = at(now + 20);
        timers.add(after);
        timers.add(before);
        assertEquals(2, timers.untilNext(now));
        assertSame(before, timers.due(now + 10));
        assertNull(timers.due(now + 10));
        assertSame(after, timers.due(now + 20));
    }

    @Test
    void shouldAgreeWithASortedListWhateverIsDone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<LoopTimer> model = new ArrayList<>();
        // All timers that ever were: cancelling one that is out must do nothing.
        List<LoopTimer> ever = new ArrayList<>();
        long now = random.nextLong();
        int fired = 0;
        int cancelled = 0;
        for (int step = 0; step < 50_000; step++) {
            String where = "seed " + seed + ", step " + step;
            // Phases that grow and phases that shrink.
            boolean growing = step / 1000 % 2 == 0;
            int dice = random.nextInt(10);
            if (dice < (growing ? 6 : 2)) {
                // Few different deadlines, so that many are equal.
                LoopTimer timer = at(now + random.nextInt(300));
                boolean first = model.stream().allMatch(t -> t.deadline - timer.deadline > 0);
                assertEquals(first, timers.add(timer), where);
                model.add(timer);
                ever.add(timer);
            } else if (dice < 8 && !ever.isEmpty()) {
                LoopTimer timer = ever.get(random.nextInt(ever.size()));
                boolean expected = model.remove(timer);
                assertEquals(expected, timer.cancel(), where);
                cancelled += expected ? 1 : 0;
            } else {
                now += random.nextInt(20);
                LoopTimer due = timers.due(now);
                long at = now;
                LoopTimer earliest =
                        model.stream()
                                .min(Comparator.comparingLong(t -> t.deadline - at))
                                .orElse(null);
                if (earliest == null || earliest.deadline - now > 0) {
                    assertNull(due, where);
                } else {
                    assertTrue(due != null && model.remove(due), where);
                    assertEquals(earliest.deadline, due.deadline, where);
                    fired++;
                }
            }
            long at = now;
            long until =
                    model.stream().mapToLong(t -> Math.max(0, t.deadline - at)).min().orElse(-1);
            assertEquals(until, timers.untilNext(now), where);
            if (ever.size() > 2 * model.size() + 50) {
                ever.retainAll(model);
            }
        }
        assertTrue(fired > 1000 && cancelled > 1000, fired + " fired, " + cancelled + " cancelled");
    }
}
