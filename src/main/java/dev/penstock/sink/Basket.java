package dev.penstock.sink;

import java.util.ArrayList;
import java.util.List;

/** What one turn brings, gathered without the lock, within the room that there was before. */
final class Basket<T> {
    /** An item and its bytes in the stream. */
    record Item<T>(T value, int bytes) {}

    final List<Item<T>> items = new ArrayList<>();
    long bytes;
    int roomItems;
    long roomBytes;
    boolean closed;

    /** Returns whether there is room for another. */
    boolean add(T value, int size) {
        items.add(new Item<>(value, size));
        bytes += size;
        return items.size() < roomItems && bytes <= roomBytes;
    }
}
