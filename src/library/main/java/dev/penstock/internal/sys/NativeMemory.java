package dev.penstock.internal.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Zeroed native memory for the kernel to read and write, in native byte order. It is freed when
 * this object is unreachable, so keep the object for as long as its address is in use. Not
 * thread-safe.
 */
public final class NativeMemory {
    private final ByteBuffer bytes;
    private final long address;

    /**
     * @param size in bytes, 1 or more; counts against {@code -XX:MaxDirectMemorySize}
     */
    public NativeMemory(int size) {
        bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        address = Linux.libc().address(bytes);
    }

    /** Where it begins. */
    public long address() {
        return address;
    }

    /**
     * The memory itself, in native byte order: the one buffer, with whatever position and limit it
     * was left.
     */
    public ByteBuffer bytes() {
        return bytes;
    }
}
