package dev.penstock.loop;

import java.util.Arrays;

/**
 * Timers by deadline: a binary heap in which each timer knows its place, so that the many that are
 * cancelled (a child's deadline, mostly) leave at once. Any thread.
 */
final class Timers {
    private Timer[] heap = new Timer[16];

    /** Changed with the monitor held; the loop's thread looks at it at each turn, without. */
    private volatile int size;

    /**
     * @return whether it is now the first, so that a sleeping loop has to be woken
     */
    synchronized boolean add(Timer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        size++;
        up(size - 1, timer);
        return timer.index == 0;
    }

    synchronized boolean remove(Timer timer) {
        int hole = timer.index;
        if (hole == Timer.OUT) {
            return false;
        }
        timer.index = Timer.OUT;
        size--;
        Timer last = heap[size];
        heap[size] = null;
        if (last != timer) {
            down(hole, last);
            if (last.index == hole) {
                up(hole, last);
            }
        }
        return true;
    }

    /** Takes out the first timer if its time has come by {@code now}, or answers null. */
    synchronized Timer due(long now) {
        if (size == 0 || heap[0].deadline - now > 0) {
            return null;
        }
        Timer first = heap[0];
        remove(first);
        return first;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Nanoseconds from {@code now} to the first deadline, 0 if it has passed, or -1 if there is
     * none.
     */
    synchronized long untilNext(long now) {
        return size == 0 ? -1 : Math.max(0, heap[0].deadline - now);
    }

    private void up(int index, Timer timer) {
        while (index > 0) {
            int parent = (index - 1) / 2;
            if (heap[parent].deadline - timer.deadline <= 0) {
                break;
            }
            place(index, heap[parent]);
            index = parent;
        }
        place(index, timer);
    }

    private void down(int index, Timer timer) {
        while (2 * index + 1 < size) {
            int child = 2 * index + 1;
            if (child + 1 < size && heap[child + 1].deadline - heap[child].deadline < 0) {
                child++;
            }
            if (heap[child].deadline - timer.deadline >= 0) {
                break;
            }
            place(index, heap[child]);
            index = child;
        }
        place(index, timer);
    }

    private void place(int index, Timer timer) {
        heap[index] = timer;
        timer.index = index;
    }
}
