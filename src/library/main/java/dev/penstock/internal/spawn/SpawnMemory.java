package dev.penstock.internal.spawn;

import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.SystemConstants;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The native memory of one posix_spawn: fixed parts first, then C strings and arrays of pointers,
 * one after another. Kept for the next spawn. Not thread-safe.
 *
 * <pre>
 *   0     8              88           424         552           680      688
 *   | pid | file actions | attributes | no signal | defaults    | report | argv, envp, strings …
 * </pre>
 */
final class SpawnMemory {
    private static final int ACTIONS = 8;
    private static final int ATTRIBUTES = ACTIONS + SystemConstants.SPAWN_FILE_ACTIONS_SIZE;
    private static final int NO_SIGNAL = ATTRIBUTES + SystemConstants.SPAWN_ATTRIBUTES_SIZE;
    private static final int DEFAULTS = NO_SIGNAL + SystemConstants.SIGSET_SIZE;
    private static final int REPORT = DEFAULTS + SystemConstants.SIGSET_SIZE;
    private static final int FIXED = REPORT + SpawnMemory.REPORT_SIZE;

    /** Two ints: the index of the word whose step failed, and the error number. */
    static final int REPORT_SIZE = 8;

    private static final int KEPT = 4;
    private static final int LARGEST_KEPT = 256 * 1024;
    private static final ArrayBlockingQueue<SpawnMemory> POOL = new ArrayBlockingQueue<>(KEPT);

    private final NativeMemory memory;
    private final ByteBuffer bytes;

    private SpawnMemory(int size) {
        memory = new NativeMemory(size);
        bytes = memory.bytes();
    }

    /**
     * @param room what the strings and arrays will need
     */
    static SpawnMemory borrow(long room) {
        int size = Math.toIntExact(FIXED + room);
        SpawnMemory kept = POOL.poll();
        if (kept == null || kept.bytes.capacity() < size) {
            kept = new SpawnMemory(Math.max(size, 16 * 1024));
        }
        kept.bytes.position(FIXED);
        return kept;
    }

    void giveBack() {
        if (bytes.capacity() <= LARGEST_KEPT) {
            POOL.offer(this);
        }
    }

    /** What {@link #strings} takes for these. */
    static long room(List<byte[]> strings) {
        long room = (strings.size() + 2L) * Long.BYTES;
        for (byte[] string : strings) {
            room += string.length + 1;
        }
        return room;
    }

    long pidAddress() {
        return memory.address();
    }

    int pid() {
        return bytes.getInt(0);
    }

    long actions() {
        return memory.address() + ACTIONS;
    }

    long attributes() {
        return memory.address() + ATTRIBUTES;
    }

    long noSignal() {
        return memory.address() + NO_SIGNAL;
    }

    /**
     * A set of signals, as the kernel and the C library have it.
     *
     * @param signals a bit for each, that of signal 1 the lowest
     */
    long defaults(long signals) {
        bytes.putLong(DEFAULTS, signals);
        return memory.address() + DEFAULTS;
    }

    /** Where the launcher's report is read to. */
    long report() {
        return memory.address() + REPORT;
    }

    int failedWord() {
        return bytes.getInt(REPORT);
    }

    int failedErrno() {
        return bytes.getInt(REPORT + Integer.BYTES);
    }

    /** Where the next string or array goes. */
    int position() {
        return bytes.position();
    }

    /** Forgets those that were laid down from there on. */
    void position(int position) {
        bytes.position(position);
    }

    /** Lays down a C string and answers its address. */
    long string(byte[] string) {
        long address = memory.address() + bytes.position();
        bytes.put(string).put((byte) 0);
        return address;
    }

    /** Lays down a null-terminated array of C strings and answers its address. */
    long strings(List<byte[]> strings) {
        int array = (bytes.position() + Long.BYTES - 1) & -Long.BYTES;
        bytes.position(array + (strings.size() + 1) * Long.BYTES);
        for (int i = 0; i < strings.size(); i++) {
            bytes.putLong(array + i * Long.BYTES, string(strings.get(i)));
        }
        bytes.putLong(array + strings.size() * Long.BYTES, 0);
        return memory.address() + array;
    }
}
