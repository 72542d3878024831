package dev.penstock.libc;

import java.nio.ByteBuffer;

/**
 * The calls that Penstock makes, under the names of their man pages. Any thread may make them.
 *
 * <p>Each answers as the kernel itself does: a result of 0 or more, or minus {@code errno}, which
 * was read in the same native call. Nothing here throws for a failed call. No call is repeated
 * after {@code EINTR}: that is the caller's decision.
 *
 * <p>An {@code address} is the native address of memory that stays allocated for the length of the
 * call. A wrong one ends the process.
 */
public interface Libc {

    /**
     * pipe2(2) with {@code O_CLOEXEC}.
     *
     * @param fds receives the read end at 0 and the write end at 1
     */
    int pipe(int[] fds);

    /** dup(2). The copy is inherited by children until {@code FD_CLOEXEC} is set on it. */
    int dup(int fd);

    /** dup2(2). */
    int dup2(int oldFd, int newFd);

    /** fcntl(2) with an integer argument; {@link Fcntl} has the commands. */
    int fcntl(int fd, int command, int argument);

    /** close(2). Never repeat it: on Linux the descriptor is gone even after {@code EINTR}. */
    int close(int fd);

    /** kill(2). Signal a child through its pidfd where there is one. */
    int kill(int pid, int signal);

    /**
     * open(2).
     *
     * @param path the name's bytes, as they are, without a NUL
     */
    int open(byte[] path, int flags, int mode);

    /** read(2). */
    long read(int fd, long address, long count);

    /** write(2). */
    long write(int fd, long address, long count);

    /** send(2). */
    long send(int fd, long address, long count, int flags);

    /** recv(2). */
    long recv(int fd, long address, long count, int flags);

    /** fsync(2), which waits for the disk. */
    int fsync(int fd);

    /** pread(2). */
    long pread(int fd, long address, long count, long offset);

    /** readv(2). */
    long readv(int fd, long iovecs, int count);

    /** writev(2). */
    long writev(int fd, long iovecs, int count);

    /**
     * splice(2).
     *
     * @param inOffset address of the offset to read at, 0 for a pipe or the file's own position
     * @param outOffset likewise for writing
     */
    long splice(int in, long inOffset, int out, long outOffset, long count, int flags);

    /** tee(2). */
    long tee(int in, int out, long count, int flags);

    /** ioctl(2) with an address as its argument. */
    int ioctl(int fd, long request, long address);

    /** poll(2). */
    int poll(long pollfds, long count, int timeoutMillis);

    /** epoll_create1(2). */
    int epollCreate1(int flags);

    /** epoll_ctl(2). */
    int epollCtl(int epfd, int operation, int fd, long event);

    /** epoll_wait(2). */
    int epollWait(int epfd, long events, int maxEvents, int timeoutMillis);

    /** eventfd(2). */
    int eventfd(int initial, int flags);

    /**
     * memfd_create(2). {@code ENOSYS} where the C library lacks it: glibc before 2.27.
     *
     * @param name as {@code /proc} shows it, in ASCII
     */
    int memfdCreate(String name, int flags);

    /** pidfd_open(2), Linux 5.3; {@code ENOSYS} before, and where a seccomp filter refuses it. */
    int pidfdOpen(int pid, int flags);

    /** pidfd_send_signal(2), Linux 5.1. */
    int pidfdSendSignal(int pidfd, int signal, long siginfo, int flags);

    /**
     * pidfd_getfd(2), Linux 5.6: a duplicate, with {@code FD_CLOEXEC}, of a descriptor of the
     * process that a pidfd stands for; {@code EPERM} for who may not ptrace-attach to it, {@code
     * ENOSYS} before 5.6.
     */
    int pidfdGetfd(int pidfd, int fd, int flags);

    /**
     * waitid(2), with the fifth argument of the kernel's own call, which the C library's lacks.
     *
     * @param usage address of a {@code struct rusage} that receives the child's, or 0
     */
    int waitid(int idType, int id, long siginfo, int options, long usage);

    /**
     * prctl(2). What it sets is this whole process's in some cases, the calling thread's in most.
     */
    int prctl(int option, long second, long third, long fourth, long fifth);

    /** socket(2). */
    int socket(int domain, int type, int protocol);

    /**
     * process_vm_readv(2) of one piece of another process's memory, without stopping it; {@code
     * EPERM} for who may not ptrace-attach to it.
     *
     * @param local address of a {@code struct iovec} that says where to
     * @param remote address of one that says where from, in that process
     */
    long processVmReadv(int pid, long local, long remote);

    /** fchown(2). */
    int fchown(int fd, int uid, int gid);

    /**
     * sigaction(2), by way of the C library, whose {@code struct sigaction} is not the kernel's.
     *
     * @param action address of the new action, or 0 to ask only
     * @param before address that receives the one there was, or 0
     */
    int sigaction(int signal, long action, long before);

    /** The value of environ(7): the address of this process's environment, or 0 for none. */
    long environ();

    /** getrusage(2). */
    int getrusage(int who, long usage);

    /**
     * posix_spawnp(3). Unlike the others it answers its error itself and not through {@code errno};
     * here it comes as minus that number all the same.
     *
     * @param pid address of the {@code pid_t} that receives the child's
     */
    int posixSpawnp(long pid, long file, long fileActions, long attributes, long argv, long envp);

    /** posix_spawn_file_actions_init(3). */
    int fileActionsInit(long actions);

    /** posix_spawn_file_actions_destroy(3). */
    int fileActionsDestroy(long actions);

    /** posix_spawn_file_actions_adddup2(3). With both the same it clears {@code FD_CLOEXEC}. */
    int fileActionsAddDup2(long actions, int oldFd, int newFd);

    /** posix_spawn_file_actions_addclose(3). */
    int fileActionsAddClose(long actions, int fd);

    /**
     * posix_spawn_file_actions_addclosefrom_np(3), glibc 2.34; {@code ENOSYS} where the C library
     * lacks it.
     */
    int fileActionsAddCloseFrom(long actions, int first);

    /**
     * posix_spawn_file_actions_addchdir_np(3), glibc 2.29; {@code ENOSYS} where the C library lacks
     * it.
     */
    int fileActionsAddChdir(long actions, long path);

    /** posix_spawnattr_init(3). */
    int spawnAttributesInit(long attributes);

    /** posix_spawnattr_destroy(3). */
    int spawnAttributesDestroy(long attributes);

    /** posix_spawnattr_setflags(3). */
    int spawnAttributesSetFlags(long attributes, short flags);

    /** posix_spawnattr_setsigmask(3). */
    int spawnAttributesSetSigmask(long attributes, long sigset);

    /** posix_spawnattr_setsigdefault(3). */
    int spawnAttributesSetSigdefault(long attributes, long sigset);

    /** posix_spawnattr_setpgroup(3). */
    int spawnAttributesSetPgroup(long attributes, int pgroup);

    /** The native address of a direct buffer's first byte (index 0, not its position). */
    long address(ByteBuffer direct);
}
