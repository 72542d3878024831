package dev.penstock.internal.loop;

import java.util.Arrays;

/**
 * Timers by deadline: a binary heap in which each timer knows its place, so that the many that are
 * cancelled (a child's deadline, mostly) leave at once. Any thread.
 */
final class Timers {
    private LoopTimer[] heap = new LoopTimer[16];

    /** Changed with the monitor held; the loop's thread looks at it at each turn, without. */
    private volatile int size;

    /**
     * @return whether it is now the first, so that a sleeping loop has to be woken
     */
    synchronized boolean add(LoopTimer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        size++;
        up(size - 1, timer);
        return timer.index == 0;
    }

    synchronized boolean remove(LoopTimer timer) {
        int hole = timer.index;
        if (hole == LoopTimer.OUT) {
            return false;
        }
        timer.index = LoopTimer.OUT;
        size--;
        LoopTimer last = heap[size];
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
    synchronized LoopTimer due(long now) {
        if (size == 0 || heap[0].deadline - now > 0) {
            return null;
        }
        LoopTimer first = heap[0];
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

    private void up(int index, LoopTimer timer) {
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

    private void down(int index, LoopTimer timer) {
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

    private void place(int index, LoopTimer timer) {
        heap[index] = timer;
        timer.index = index;
    }
}
