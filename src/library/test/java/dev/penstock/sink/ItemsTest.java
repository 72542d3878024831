package dev.penstock.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ItemsTest {
    /** An item is its own size, so that both show if they are mixed up. */
    private static void shouldEqual(ArrayDeque<Integer> reference, Items<Integer> items) {
        assertEquals(reference.size(), items.count());
        assertEquals(reference.stream().mapToLong(Integer::intValue).sum(), items.bytes());
    }

    @Test
    void shouldKeepOrderAndSizesHoweverItGrowsAndGoesRound() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Items<Integer> items = new Items<>();
            Items<Integer> others = new Items<>();
            ArrayDeque<Integer> reference = new ArrayDeque<>();
            ArrayDeque<Integer> otherReference = new ArrayDeque<>();
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(9)) {
                    case 0 -> assertEquals(reference.poll(), items.remove());
                    case 1 -> assertEquals(otherReference.poll(), others.remove());
                    case 2 -> {
                        int n = random.nextInt(reference.size() + 1) / 2;
                        for (Integer item : items.remove(n)) {
                            assertEquals(reference.remove(), item, "seed " + seed);
                        }
                    }
                    case 3 -> {
                        int n = random.nextInt(reference.size() + 1);
                        items.move(n, others);
                        for (int i = 0; i < n; i++) {
                            otherReference.add(reference.remove());
                        }
                    }
                    case 4 -> {
                        if (random.nextInt(20) == 0) {
                            others.clear();
                            otherReference.clear();
                        }
                    }
                    default -> {
                        int item = random.nextInt(1000);
                        items.add(item, item);
                        reference.add(item);
                    }
                }
                shouldEqual(reference, items);
                shouldEqual(otherReference, others);
            }
            while (!reference.isEmpty()) {
                assertEquals(reference.remove(), items.remove(), "seed " + seed);
            }
            assertNull(items.remove());
        }
    }
}
