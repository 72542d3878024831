package dev.penstock.sink;

import java.util.Arrays;
import java.util.List;

/**
 * Items in their order, each with its bytes in the stream: a ring that grows and makes no garbage
 * an item. One thread at a time.
 */
final class Items<T> {
    private Object[] values = new Object[16];
    private int[] sizes = new int[16];
    private int first;
    private int count;
    private long bytes;

    void add(T value, int size) {
        if (count == values.length) {
            grow();
        }
        int at = (first + count) & (values.length - 1);
        values[at] = value;
        sizes[at] = size;
        count++;
        bytes += size;
    }

    private void grow() {
        int old = values.length;
        values = Arrays.copyOf(values, 2 * old);
        sizes = Arrays.copyOf(sizes, 2 * old);
        // What had gone round to the beginning goes on behind the old end.
        System.arraycopy(values, 0, values, old, first);
        System.arraycopy(sizes, 0, sizes, old, first);
        Arrays.fill(values, 0, first, null);
    }

    /** Takes the first one out; null if there is none. */
    T remove() {
        if (count == 0) {
            return null;
        }
        @SuppressWarnings("unchecked")
        T value = (T) values[first];
        bytes -= sizes[first];
        values[first] = null;
        first = (first + 1) & (values.length - 1);
        count--;
        return value;
    }

    /** Takes the first {@code n} out, which there are. */
    List<T> remove(int n) {
        @SuppressWarnings("unchecked")
        T[] removed = (T[]) new Object[n];
        for (int done = 0; done < n; ) {
            int run = Math.min(n - done, values.length - first);
            System.arraycopy(values, first, removed, done, run);
            forget(run);
            done += run;
        }
        return Arrays.asList(removed);
    }

    /** Moves the first {@code n}, which there are, to the end of others. */
    void move(int n, Items<T> to) {
        while (to.values.length - to.count < n) {
            to.grow();
        }
        for (int left = n; left > 0; ) {
            int at = (to.first + to.count) & (to.values.length - 1);
            int run = Math.min(left, Math.min(values.length - first, to.values.length - at));
            System.arraycopy(values, first, to.values, at, run);
            System.arraycopy(sizes, first, to.sizes, at, run);
            to.count += run;
            to.bytes += forget(run);
            left -= run;
        }
    }

    /** Takes the first {@code n} out, which lie in one piece, and says how many bytes they had. */
    private long forget(int n) {
        long sum = 0;
        for (int at = first; at < first + n; at++) {
            sum += sizes[at];
        }
        Arrays.fill(values, first, first + n, null);
        first = (first + n) & (values.length - 1);
        count -= n;
        bytes -= sum;
        return sum;
    }

    void clear() {
        while (count > 0) {
            forget(Math.min(count, values.length - first));
        }
    }

    int count() {
        return count;
    }

    /** Of all of them. */
    long bytes() {
        return bytes;
    }
}
