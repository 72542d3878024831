package dev.penstock.sys;

/**
 * Error numbers, from asm-generic/errno-base.h and errno.h: the ones that calls on pipes and
 * processes answer.
 */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int E2BIG = 7;
    public static final int ENOEXEC = 8;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int ETXTBSY = 26;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int ESPIPE = 29;
    public static final int EROFS = 30;
    public static final int EPIPE = 32;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;
    public static final int ECONNRESET = 104;
    public static final int EDQUOT = 122;

    private Errno() {}

    /**
     * The number's name, such as {@code ENOENT}, or {@code errno 123} for one that is not listed
     * here.
     */
    public static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case ESRCH -> "ESRCH";
            case EINTR -> "EINTR";
            case EIO -> "EIO";
            case ENXIO -> "ENXIO";
            case E2BIG -> "E2BIG";
            case ENOEXEC -> "ENOEXEC";
            case EBADF -> "EBADF";
            case ECHILD -> "ECHILD";
            case EAGAIN -> "EAGAIN";
            case ENOMEM -> "ENOMEM";
            case EACCES -> "EACCES";
            case EFAULT -> "EFAULT";
            case EBUSY -> "EBUSY";
            case EEXIST -> "EEXIST";
            case ENOTDIR -> "ENOTDIR";
            case EISDIR -> "EISDIR";
            case EINVAL -> "EINVAL";
            case ENFILE -> "ENFILE";
            case EMFILE -> "EMFILE";
            case ENOTTY -> "ENOTTY";
            case ETXTBSY -> "ETXTBSY";
            case EFBIG -> "EFBIG";
            case ENOSPC -> "ENOSPC";
            case ESPIPE -> "ESPIPE";
            case EROFS -> "EROFS";
            case EPIPE -> "EPIPE";
            case ENAMETOOLONG -> "ENAMETOOLONG";
            case ENOSYS -> "ENOSYS";
            case ELOOP -> "ELOOP";
            case ECONNRESET -> "ECONNRESET";
            case EDQUOT -> "EDQUOT";
            default -> "errno " + errno;
        };
    }

    /** What the number means, in a few words of our own; empty for one that is not listed here. */
    public static String meaning(int errno) {
        return switch (errno) {
            case EPERM -> "not permitted";
            case ENOENT -> "no such file or directory";
            case ESRCH -> "no such process";
            case EINTR -> "interrupted by a signal";
            case EIO -> "input/output error";
            case ENXIO -> "nothing there that can be opened";
            case E2BIG -> "arguments and environment too large";
            case ENOEXEC -> "not an executable format";
            case EBADF -> "not an open descriptor, or not open for this";
            case ECHILD -> "no such child";
            case EAGAIN -> "would block, or a resource is used up for now";
            case ENOMEM -> "out of memory";
            case EACCES -> "permission denied";
            case EFAULT -> "bad address";
            case EBUSY -> "busy";
            case EEXIST -> "already exists";
            case ENOTDIR -> "not a directory";
            case EISDIR -> "is a directory";
            case EINVAL -> "invalid argument";
            case ENFILE -> "the system's file table is full";
            case EMFILE -> "this process has no free descriptor (ulimit -n)";
            case ENOTTY -> "not a terminal, or not a device for this";
            case ETXTBSY -> "the file is open for writing";
            case EFBIG -> "file too large";
            case ENOSPC -> "no space left on the device";
            case ESPIPE -> "cannot seek in a pipe";
            case EROFS -> "read-only file system";
            case EPIPE -> "no reader is left";
            case ENAMETOOLONG -> "name too long";
            case ENOSYS -> "the kernel or C library has no such call";
            case ELOOP -> "too many symbolic links";
            case ECONNRESET -> "the other side has broken the connection";
            case EDQUOT -> "the user's disk quota is used up";
            default -> "";
        };
    }
}
