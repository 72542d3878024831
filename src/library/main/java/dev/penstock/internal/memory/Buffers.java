package dev.penstock.internal.memory;

import dev.penstock.internal.sys.NativeMemory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lends the native memory that bytes pass through, and keeps what comes back for the next. Any
 * thread. In steady state nothing is allocated.
 *
 * <p>How much there is at a time, {@link #bytes} tells; what it is made of:
 *
 * <ul>
 *   <li>256 KiB for each event loop that has read or written;
 *   <li>64 KiB for each call under way on a channel with a heap buffer, and for each stream whose
 *       bytes an executor's thread writes or a full pipe keeps waiting;
 *   <li>for each stream whose sink is full what it left of a read, in 4, 64 or 256 KiB, but only
 *       while less than {@link #most} is lent; beyond that it is kept in the heap;
 *   <li>what is kept for the next: at most 8 of each size, 2.6 MiB in all.
 * </ul>
 *
 * <p>Not in it are the few hundred bytes of a structure here and there.
 */
public final class Buffers {
    /** What {@link #borrow()} lends, in bytes: a pipe's usual capacity. */
    public static final int SIZE = 64 * 1024;

    /** Reads larger than this gain nothing: the copy falls out of the processor's cache. */
    public static final int LARGEST = 256 * 1024;

    private static final long MOST = Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 8);

    private static final Shelf[] SHELVES = {
        new Shelf(4 * 1024), new Shelf(SIZE), new Shelf(LARGEST)
    };

    private static final AtomicLong LENT = new AtomicLong();

    private Buffers() {}

    /** A cleared buffer of {@link #SIZE}, to be given back. */
    public static NativeMemory borrow() {
        return borrow(SIZE);
    }

    /**
     * A cleared buffer, to be given back.
     *
     * @param least how many bytes it must have, up to {@link #LARGEST}; it may have more
     */
    public static NativeMemory borrow(int least) {
        Shelf shelf = shelf(least);
        LENT.addAndGet(shelf.size);
        return shelf.take();
    }

    /** As {@link #borrow(int)}, or null while {@link #most} is lent. */
    public static NativeMemory borrowIfFew(int least) {
        return LENT.get() + shelf(least).size > MOST ? null : borrow(least);
    }

    /**
     * Keeps the buffer for the next, or leaves it to the garbage collector when there are enough.
     * It must not be used any more.
     */
    public static void giveBack(NativeMemory buffer) {
        Shelf shelf = shelf(buffer.bytes().capacity());
        LENT.addAndGet(-shelf.size);
        shelf.put(buffer);
    }

    private static Shelf shelf(int least) {
        for (Shelf shelf : SHELVES) {
            if (least <= shelf.size) {
                return shelf;
            }
        }
        throw new IllegalArgumentException("a buffer of " + least + " bytes: at most " + LARGEST);
    }

    /** How many bytes of native memory there are now, lent and kept. */
    public static long bytes() {
        long kept = 0;
        for (Shelf shelf : SHELVES) {
            kept += shelf.kept();
        }
        return lent() + kept;
    }

    /** How many bytes are lent now. */
    public static long lent() {
        return LENT.get();
    }

    /**
     * Up to how many bytes are lent to streams that wait: 32 MiB, or an eighth of the heap's
     * greatest size where that is less.
     */
    public static long most() {
        return MOST;
    }

    /** Buffers of one size that wait for a borrower; the last that came is still in the cache. */
    private static final class Shelf {
        private static final int KEPT = 8;

        final int size;
        private final NativeMemory[] kept = new NativeMemory[KEPT];
        private int count;

        Shelf(int size) {
            this.size = size;
        }

        NativeMemory take() {
            NativeMemory buffer = null;
            synchronized (this) {
                if (count > 0) {
                    buffer = kept[--count];
                    kept[count] = null;
                }
            }
            if (buffer == null) {
                return new NativeMemory(size);
            }
            buffer.bytes().clear();
            return buffer;
        }

        synchronized void put(NativeMemory buffer) {
            if (count < KEPT) {
                kept[count++] = buffer;
            }
        }

        synchronized long kept() {
            return (long) count * size;
        }
    }
}
