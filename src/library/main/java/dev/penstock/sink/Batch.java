package dev.penstock.sink;

/** What one turn brings, gathered without the lock, within the room that there was before. */
final class Batch<T> {
    final Items<T> items = new Items<>();
    int roomItems;
    long roomBytes;
    boolean closed;

    /** Returns whether there is room for another. */
    boolean add(T value, int size) {
        items.add(value, size);
        return items.count() < roomItems && items.bytes() <= roomBytes;
    }
}
