package dev.penstock.internal.sys;

/**
 * Flags of send(2) and recv(2), from the C library's sys/socket.h; the kernel has them in
 * linux/socket.h.
 */
public final class Socket {
    /** Copies what is there and leaves it there. */
    public static final int MSG_PEEK = 0x2;

    /** This call does not wait, whatever the open file description says. */
    public static final int MSG_DONTWAIT = 0x40;

    /** {@code EPIPE} without SIGPIPE. */
    public static final int MSG_NOSIGNAL = 0x4000;

    private Socket() {}
}
