package dev.penstock.internal.sys;

import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;

/**
 * One {@code struct pollfd}, from asm-generic/poll.h, for a single descriptor:
 *
 * <pre>
 *   0      4       6       8
 *   |  fd  |events |revents|
 * </pre>
 *
 * Not thread-safe.
 */
public final class PollFd {
    public static final int POLLIN = 0x1;
    public static final int POLLOUT = 0x4;
    public static final int POLLERR = 0x8;
    public static final int POLLHUP = 0x10;

    static final int SIZE = 8;
    static final int EVENTS_OFFSET = 4;
    static final int REVENTS_OFFSET = 6;

    private final NativeMemory memory = new NativeMemory(2 * SIZE);

    /**
     * Waits for the descriptor.
     *
     * @param events what to wait for; POLLERR and POLLHUP come unasked
     * @param timeoutMillis 0 to ask without waiting, -1 to wait for ever
     * @return what happened, 0 after the time and after a signal
     * @throws SyscallException if poll(2) fails
     */
    public int poll(int fd, int events, int timeoutMillis) throws SyscallException {
        memory.bytes().putInt(0, fd);
        memory.bytes().putShort(EVENTS_OFFSET, (short) events);
        memory.bytes().putShort(REVENTS_OFFSET, (short) 0);
        int ready = Linux.libc().poll(memory.address(), 1, timeoutMillis);
        if (ready == -Errno.EINTR) {
            return 0;
        }
        SyscallException.check("poll", ready, fd);
        return ready == 0 ? 0 : memory.bytes().getShort(REVENTS_OFFSET);
    }

    /**
     * Waits until one of two descriptors can be read, or is at its end.
     *
     * @return whether it is the first; false after a signal, too
     * @throws SyscallException if poll(2) fails
     */
    public boolean isFirstReady(int first, int second) throws SyscallException {
        put(0, first);
        put(SIZE, second);
        int ready = Linux.libc().poll(memory.address(), 2, -1);
        if (ready == -Errno.EINTR) {
            return false;
        }
        SyscallException.check("poll", ready, first);
        return memory.bytes().getShort(REVENTS_OFFSET) != 0;
    }

    private void put(int at, int fd) {
        memory.bytes().putInt(at, fd);
        memory.bytes().putShort(at + EVENTS_OFFSET, (short) POLLIN);
        memory.bytes().putShort(at + REVENTS_OFFSET, (short) 0);
    }
}
