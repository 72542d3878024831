package dev.penstock.diagnosis.trace.log;

import java.util.Locale;

/**
 * The calls that make, move, use or wait for pipes, under strace's names for them on any
 * architecture; what several names mean alike is one. All others are {@link #OTHER}.
 */
public enum CallKind {
    PIPE("pipe", "pipe2"),
    SOCKETPAIR("socketpair"),
    DUP("dup"),
    DUP2("dup2", "dup3"),
    FCNTL("fcntl", "fcntl64"),
    IOCTL("ioctl"),
    CLOSE("close"),
    CLOSE_RANGE("close_range"),
    FORK("fork"),
    VFORK("vfork"),
    CLONE("clone", "clone2", "clone3"),
    UNSHARE("unshare"),
    EXECVE("execve", "execveat"),
    READ("read", "readv", "preadv2", "recv", "recvfrom"),
    RECVMSG("recvmsg"),
    WRITE("write", "writev", "pwritev2", "send", "sendto", "vmsplice"),
    SENDMSG("sendmsg"),
    SPLICE("splice"),
    TEE("tee"),
    SENDFILE("sendfile", "sendfile64"),
    WAIT("wait4", "waitpid", "waitid"),
    POLL("poll", "ppoll", "ppoll_time64"),
    SELECT("select", "_newselect", "pselect6", "pselect6_time64"),
    EPOLL_CTL("epoll_ctl"),
    EPOLL_WAIT("epoll_wait", "epoll_pwait", "epoll_pwait2"),
    FUTEX("futex", "futex_time64"),
    RESTART("restart_syscall"),
    /** A new descriptor that is no pipe's end. */
    OPEN(
            "open",
            "openat",
            "openat2",
            "creat",
            "socket",
            "accept",
            "accept4",
            "epoll_create",
            "epoll_create1",
            "eventfd",
            "eventfd2",
            "signalfd",
            "signalfd4",
            "timerfd_create",
            "memfd_create",
            "inotify_init",
            "inotify_init1",
            "pidfd_open"),
    OTHER;

    /** By length and first and last letters; checked by a comparison. */
    private static final int SLOTS = 1 << 10;

    private static final byte[][] NAMES = new byte[SLOTS][];
    private static final CallKind[] CALLS = new CallKind[SLOTS];

    static {
        for (CallKind call : values()) {
            for (String name : call.names) {
                byte[] bytes = Scan.ascii(name);
                int slot = slot(bytes, 0, bytes.length);
                while (NAMES[slot] != null) {
                    slot = (slot + 1) % SLOTS;
                }
                NAMES[slot] = bytes;
                CALLS[slot] = call;
            }
        }
    }

    private final String[] names;

    CallKind(String... names) {
        this.names = names;
    }

    private static int slot(byte[] bytes, int from, int to) {
        int length = to - from;
        int hash = length * 31 + bytes[from];
        hash = hash * 31 + bytes[to - 1];
        hash = hash * 31 + bytes[from + length / 2];
        return (hash ^ hash >>> 10) & SLOTS - 1;
    }

    static CallKind of(byte[] bytes, int from, int to) {
        if (from == to) {
            return OTHER;
        }
        for (int slot = slot(bytes, from, to); NAMES[slot] != null; slot = (slot + 1) % SLOTS) {
            if (NAMES[slot].length == to - from && Scan.startsWith(bytes, from, to, NAMES[slot])) {
                return CALLS[slot];
            }
        }
        return OTHER;
    }

    /** For messages. */
    @Override
    public String toString() {
        return names.length == 0 ? name().toLowerCase(Locale.ROOT) : names[0];
    }
}
