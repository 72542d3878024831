package dev.penstock.sink;

import java.util.Arrays;

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

    /** Moves the first {@code n} to the end of others. */
    void move(int n, Items<T> to) {
        for (int i = 0; i < n; i++) {
            int size = sizes[first];
            to.add(remove(), size);
        }
    }

    void clear() {
        Arrays.fill(values, null);
        count = 0;
        bytes = 0;
    }

    int count() {
        return count;
    }

    /** Of all of them. */
    long bytes() {
        return bytes;
    }
}
