package dev.penstock.memory;

import dev.penstock.sys.NativeMemory;
import java.util.concurrent.ArrayBlockingQueue;

/** A few buffers of native memory, lent to calls whose own buffers lie in the heap. Any thread. */
public final class Buffers {
    /** How large each is, in bytes: a pipe's usual capacity. */
    public static final int SIZE = 64 * 1024;

    private static final int KEPT = 8;

    private static final ArrayBlockingQueue<NativeMemory> POOL = new ArrayBlockingQueue<>(KEPT);

    private Buffers() {}

    /** A cleared buffer, to be given back. */
    public static NativeMemory borrow() {
        NativeMemory buffer = POOL.poll();
        if (buffer == null) {
            return new NativeMemory(SIZE);
        }
        buffer.bytes().clear();
        return buffer;
    }

    /**
     * Keeps the buffer for the next, or leaves it to the garbage collector when there are enough.
     */
    public static void giveBack(NativeMemory buffer) {
        POOL.offer(buffer);
    }
}
