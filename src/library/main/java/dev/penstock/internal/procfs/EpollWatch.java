package dev.penstock.internal.procfs;

/**
 * One descriptor in an epoll set, a {@code tfd:} line of its {@code fdinfo} (proc_pid_fdinfo(5)).
 *
 * @param fd the number under which it was put in; that may be another file's, or nobody's, by now
 * @param events epoll_ctl(2)'s bits
 * @param inode of the file that is watched, whatever became of the number; 0 where the kernel does
 *     not say (before 4.13)
 */
public record EpollWatch(int fd, int events, long inode) {
    // uapi/linux/eventpoll.h
    private static final int EPOLLIN = 0x1;
    private static final int EPOLLOUT = 0x4;
    private static final int EPOLLET = 1 << 31;

    /** Reads one line: {@code tfd: 5 events: 19 data: ff pos:0 ino:41a sdev:16}. */
    static EpollWatch parse(String line) {
        return new EpollWatch(
                Integer.parseInt(word(line, "tfd:")),
                Integer.parseUnsignedInt(word(line, "events:"), 16),
                line.contains(" ino:") ? Long.parseUnsignedLong(word(line, " ino:"), 16) : 0);
    }

    /**
     * Whether it is told when there is something to read.
     *
     * @return true if so; false too where EPOLLONESHOT has fired
     */
    public boolean reads() {
        return (events & EPOLLIN) != 0;
    }

    /**
     * Whether it is told when there is room.
     *
     * @return true if so
     */
    public boolean writes() {
        return (events & EPOLLOUT) != 0;
    }

    /**
     * Whether it is told of a change once only, and sleeps on although the descriptor is ready.
     *
     * @return true for EPOLLET
     */
    public boolean edgeTriggered() {
        return (events & EPOLLET) != 0;
    }

    private static String word(String line, String name) {
        int at = line.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("no '" + name.strip() + "' in '" + line + "'");
        }
        at += name.length();
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        int end = line.indexOf(' ', at);
        return line.substring(at, end < 0 ? line.length() : end);
    }
}
