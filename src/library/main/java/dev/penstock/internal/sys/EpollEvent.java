package dev.penstock.internal.sys;

import dev.penstock.libc.Fcntl;
import java.nio.ByteBuffer;

/**
 * An array of {@code struct epoll_event}, from linux/eventpoll.h, and the constants that go with
 * it. The structure is packed on x86_64 and nowhere else:
 *
 * <pre>
 *            0       4       8      12      16
 *   x86_64   |events |     data      |
 *   aarch64  |events |  (pad)|     data      |
 * </pre>
 *
 * Not thread-safe.
 */
public final class EpollEvent {
    public static final int EPOLL_CLOEXEC = Fcntl.O_CLOEXEC;

    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;

    public static final int EPOLLIN = 0x1;
    public static final int EPOLLPRI = 0x2;
    public static final int EPOLLOUT = 0x4;

    /** Reported whether asked for or not. */
    public static final int EPOLLERR = 0x8;

    /**
     * Reported whether asked for or not; on a pipe's read end, all writers are gone but bytes may
     * be left.
     */
    public static final int EPOLLHUP = 0x10;

    public static final int EPOLLRDHUP = 0x2000;
    public static final int EPOLLONESHOT = 1 << 30;
    public static final int EPOLLET = 1 << 31;

    static final int DATA_OFFSET = Linux.AARCH64 ? 8 : 4;
    static final int SIZE = DATA_OFFSET + Long.BYTES;

    private final NativeMemory memory;
    private final ByteBuffer bytes;

    /**
     * @param count how many, 1 or more
     */
    public EpollEvent(int count) {
        memory = new NativeMemory(count * SIZE);
        bytes = memory.bytes();
    }

    /** Where the array begins. */
    public long address() {
        return memory.address();
    }

    /** How many it holds. */
    public int count() {
        return bytes.capacity() / SIZE;
    }

    public int events(int index) {
        return bytes.getInt(index * SIZE);
    }

    public long data(int index) {
        return bytes.getLong(index * SIZE + DATA_OFFSET);
    }

    public void set(int index, int events, long data) {
        bytes.putInt(index * SIZE, events);
        bytes.putLong(index * SIZE + DATA_OFFSET, data);
    }
}
