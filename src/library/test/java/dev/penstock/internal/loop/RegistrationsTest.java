package dev.penstock.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistrationsTest {
    private final Registrations registrations = new Registrations();

    private EpollRegistration add() {
        return registrations.add(null, null, 0, null);
    }

    @Test
    void shouldFindNobodyUnderAStaleKeyOfAReusedSlot() {
        EpollRegistration old = add();
        assertSame(old, registrations.get(old.key));
        registrations.remove(old);
        assertNull(registrations.get(old.key));
        EpollRegistration successor = add();
        assertEquals((int) old.key, (int) successor.key, "the slot is used again");
        assertNotEquals(old.key, successor.key);
        assertNull(registrations.get(old.key));
        assertSame(successor, registrations.get(successor.key));
    }

    @Test
    void shouldRemoveOnceOnly() {
        EpollRegistration old = add();
        registrations.remove(old);
        registrations.remove(old);
        EpollRegistration first = add();
        EpollRegistration second = add();
        assertNotEquals((int) first.key, (int) second.key, "one slot for two");
        registrations.remove(old);
        assertSame(first, registrations.get(first.key));
    }

    @Test
    void shouldNeverHandOutTheWakersKey() {
        for (int i = 0; i < 100; i++) {
            assertTrue(add().key >= 0);
        }
    }

    @Test
    void shouldAgreeWithAMapWhateverIsDone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, EpollRegistration> model = new HashMap<>();
        List<EpollRegistration> ever = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            String where = "seed " + seed + ", step " + step;
            if (random.nextInt(100) < (step / 500 % 2 == 0 ? 70 : 30)) {
                EpollRegistration added = add();
                assertNull(model.put(added.key, added), where);
                ever.add(added);
            } else if (!model.isEmpty()) {
                EpollRegistration any = ever.get(random.nextInt(ever.size()));
                registrations.remove(any);
                model.remove(any.key);
            }
            if (!ever.isEmpty()) {
                EpollRegistration any = ever.get(random.nextInt(ever.size()));
                assertSame(model.get(any.key), registrations.get(any.key), where);
            }
        }
        assertEquals(new HashSet<>(model.values()), new HashSet<>(registrations.all()));
        assertEquals(model.size(), registrations.all().size());
    }
}
