package dev.penstock.internal.sys;

import java.nio.ByteBuffer;

/**
 * An array of {@code struct iovec}, from linux/uio.h: an address and a length each, of 8 bytes. Not
 * thread-safe.
 */
public final class IoVectors {
    static final int LENGTH_OFFSET = 8;
    static final int SIZE = 16;

    /** The most that readv(2) takes in one call: {@code UIO_MAXIOV} in linux/uio.h. */
    public static final int MOST = 1024;

    private final NativeMemory memory;
    private final ByteBuffer bytes;

    /**
     * @param count how many, 1 to {@link #MOST}
     */
    public IoVectors(int count) {
        memory = new NativeMemory(count * SIZE);
        bytes = memory.bytes();
    }

    public long address() {
        return memory.address();
    }

    public void set(int index, long address, long length) {
        bytes.putLong(index * SIZE, address);
        bytes.putLong(index * SIZE + LENGTH_OFFSET, length);
    }
}
