package dev.penstock.internal.loop;

import dev.penstock.loop.ReadyHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The registrations of a loop by key. A key is a slot in the low 32 bits and that slot's generation
 * in the high ones; a slot's generation goes up when it is freed, so that an event that was under
 * way for its last registration finds nobody, whatever has the slot, or the descriptor's number, by
 * then. Any thread.
 */
final class Registrations {
    private EpollRegistration[] slots = new EpollRegistration[16];
    private int[] generations = new int[16];

    /** Freed slots, the last freed first. */
    private int[] free = new int[16];

    private int freeCount;
    private int used;

    /** How many are registered. Changed with the monitor held, and read without. */
    private volatile int count;

    synchronized EpollRegistration add(EpollLoop loop, Epoll epoll, int fd, ReadyHandler handler) {
        int slot = freeCount > 0 ? free[--freeCount] : used++;
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, 2 * slot);
            generations = Arrays.copyOf(generations, 2 * slot);
            free = Arrays.copyOf(free, 2 * slot);
        }
        count++;
        long key = (long) generations[slot] << 32 | slot;
        slots[slot] = new EpollRegistration(loop, epoll, fd, handler, key);
        return slots[slot];
    }

    /** The registration that has the key now, or null. */
    synchronized EpollRegistration get(long key) {
        int slot = (int) key;
        return generations[slot] == (int) (key >> 32) ? slots[slot] : null;
    }

    synchronized void remove(EpollRegistration registration) {
        int slot = (int) registration.key;
        if (slots[slot] == registration) {
            slots[slot] = null;
            generations[slot]++;
            free[freeCount++] = slot;
            count--;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    synchronized List<EpollRegistration> all() {
        List<EpollRegistration> all = new ArrayList<>();
        for (int slot = 0; slot < used; slot++) {
            if (slots[slot] != null) {
                all.add(slots[slot]);
            }
        }
        return all;
    }
}
