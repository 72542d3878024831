package dev.penstock.sys;

import com.kenai.jffi.LastError;
import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import jnr.ffi.LibraryLoader;
import jnr.posix.POSIX;

/**
 * {@link Libc} through jnr: jnr-posix where it has the call, one jnr-ffi interface for the rest.
 */
final class JnrLibc implements Libc {
    /** The same on every architecture, as all calls since Linux 5.0 (asm-generic/unistd.h). */
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;

    private static final long SYS_PIDFD_OPEN = 434;

    private static final long SYS_PIDFD_GETFD = 438;

    /** asm/unistd_64.h, and asm-generic/unistd.h. */
    private static final long SYS_WAITID = Linux.AARCH64 ? 95 : 247;

    private final CFunctions c = LibraryLoader.create(CFunctions.class).load("c");
    private final POSIX posix = new NarrowPosix(c);
    private final LastError lastError = LastError.getInstance();
    private final MemoryIO memory = MemoryIO.getInstance();

    @Override
    public int pipe(int[] fds) {
        return answer(posix.pipe(fds));
    }

    @Override
    public int dup(int fd) {
        return answer(posix.dup(fd));
    }

    @Override
    public int dup2(int oldFd, int newFd) {
        return answer(posix.dup2(oldFd, newFd));
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        Fcntl.requireKnown(command);
        jnr.constants.platform.Fcntl named = named(command);
        return answer(
                named == null
                        ? c.fcntl(fd, command, argument)
                        : posix.fcntlInt(fd, named, argument));
    }

    /** The command as jnr-posix takes it, or null for those that jnr-constants does not know. */
    private static jnr.constants.platform.Fcntl named(int command) {
        switch (command) {
            case Fcntl.F_GETFD:
                return jnr.constants.platform.Fcntl.F_GETFD;
            case Fcntl.F_SETFD:
                return jnr.constants.platform.Fcntl.F_SETFD;
            case Fcntl.F_GETFL:
                return jnr.constants.platform.Fcntl.F_GETFL;
            case Fcntl.F_SETFL:
                return jnr.constants.platform.Fcntl.F_SETFL;
            case Fcntl.F_GETPIPE_SZ:
                return jnr.constants.platform.Fcntl.F_GETPIPE_SZ;
            case Fcntl.F_SETPIPE_SZ:
                return jnr.constants.platform.Fcntl.F_SETPIPE_SZ;
            default:
                return null;
        }
    }

    @Override
    public int close(int fd) {
        return answer(posix.close(fd));
    }

    @Override
    public int kill(int pid, int signal) {
        return answer(posix.kill(pid, signal));
    }

    @Override
    public int open(String path, int flags, int mode) {
        return answer(c.open(cString(path), flags, mode));
    }

    /** jnr-ffi would encode a String in the locale's character set. */
    private static byte[] cString(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long read(int fd, long address, long count) {
        return answer(c.read(fd, address, count));
    }

    @Override
    public long write(int fd, long address, long count) {
        return answer(c.write(fd, address, count));
    }

    @Override
    public long send(int fd, long address, long count, int flags) {
        return answer(c.send(fd, address, count, flags));
    }

    @Override
    public long recv(int fd, long address, long count, int flags) {
        return answer(c.recv(fd, address, count, flags));
    }

    @Override
    public int fsync(int fd) {
        return answer(c.fsync(fd));
    }

    @Override
    public long pread(int fd, long address, long count, long offset) {
        return answer(c.pread(fd, address, count, offset));
    }

    @Override
    public long readv(int fd, long iovecs, int count) {
        return answer(c.readv(fd, iovecs, count));
    }

    @Override
    public long writev(int fd, long iovecs, int count) {
        return answer(c.writev(fd, iovecs, count));
    }

    @Override
    public long splice(int in, long inOffset, int out, long outOffset, long count, int flags) {
        return answer(c.splice(in, inOffset, out, outOffset, count, flags));
    }

    @Override
    public long tee(int in, int out, long count, int flags) {
        return answer(c.tee(in, out, count, flags));
    }

    @Override
    public int ioctl(int fd, long request, long address) {
        return answer(c.ioctl(fd, request, address));
    }

    @Override
    public int poll(long pollfds, long count, int timeoutMillis) {
        return answer(c.poll(pollfds, count, timeoutMillis));
    }

    @Override
    public int epollCreate1(int flags) {
        return answer(c.epoll_create1(flags));
    }

    @Override
    public int epollCtl(int epfd, int operation, int fd, long event) {
        return answer(c.epoll_ctl(epfd, operation, fd, event));
    }

    @Override
    public int epollWait(int epfd, long events, int maxEvents, int timeoutMillis) {
        return answer(c.epoll_wait(epfd, events, maxEvents, timeoutMillis));
    }

    @Override
    public int eventfd(int initial, int flags) {
        return answer(c.eventfd(initial, flags));
    }

    @Override
    public int memfdCreate(String name, int flags) {
        try {
            return answer(c.memfd_create(cString(name), flags));
        } catch (UnsatisfiedLinkError missing) {
            return -Errno.ENOSYS;
        }
    }

    @Override
    public int pidfdOpen(int pid, int flags) {
        return answer((int) c.syscall(SYS_PIDFD_OPEN, pid, flags, 0, 0, 0));
    }

    @Override
    public int pidfdSendSignal(int pidfd, int signal, long siginfo, int flags) {
        return answer((int) c.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, siginfo, flags, 0));
    }

    @Override
    public int pidfdGetfd(int pidfd, int fd, int flags) {
        return answer((int) c.syscall(SYS_PIDFD_GETFD, pidfd, fd, flags, 0, 0));
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return answer(c.socket(domain, type, protocol));
    }

    @Override
    public long processVmReadv(int pid, long local, long remote) {
        return answer(c.process_vm_readv(pid, local, 1, remote, 1, 0));
    }

    @Override
    public int waitid(int idType, int id, long siginfo, int options, long usage) {
        return answer((int) c.syscall(SYS_WAITID, idType, id, siginfo, options, usage));
    }

    @Override
    public int prctl(int option, long second, long third, long fourth, long fifth) {
        return answer(c.prctl(option, second, third, fourth, fifth));
    }

    @Override
    public int getrusage(int who, long usage) {
        return answer(c.getrusage(who, usage));
    }

    @Override
    public int posixSpawnp(
            long pid, long file, long fileActions, long attributes, long argv, long envp) {
        return -c.posix_spawnp(pid, file, fileActions, attributes, argv, envp);
    }

    @Override
    public int fileActionsInit(long actions) {
        return -c.posix_spawn_file_actions_init(actions);
    }

    @Override
    public int fileActionsDestroy(long actions) {
        return -c.posix_spawn_file_actions_destroy(actions);
    }

    @Override
    public int fileActionsAddDup2(long actions, int oldFd, int newFd) {
        return -c.posix_spawn_file_actions_adddup2(actions, oldFd, newFd);
    }

    @Override
    public int fileActionsAddClose(long actions, int fd) {
        return -c.posix_spawn_file_actions_addclose(actions, fd);
    }

    @Override
    public int fileActionsAddCloseFrom(long actions, int first) {
        try {
            return -c.posix_spawn_file_actions_addclosefrom_np(actions, first);
        } catch (UnsatisfiedLinkError missing) {
            return -Errno.ENOSYS;
        }
    }

    @Override
    public int fileActionsAddChdir(long actions, long path) {
        try {
            return -c.posix_spawn_file_actions_addchdir_np(actions, path);
        } catch (UnsatisfiedLinkError missing) {
            return -Errno.ENOSYS;
        }
    }

    @Override
    public int spawnAttributesInit(long attributes) {
        return -c.posix_spawnattr_init(attributes);
    }

    @Override
    public int spawnAttributesDestroy(long attributes) {
        return -c.posix_spawnattr_destroy(attributes);
    }

    @Override
    public int spawnAttributesSetFlags(long attributes, short flags) {
        return -c.posix_spawnattr_setflags(attributes, flags);
    }

    @Override
    public int spawnAttributesSetSigmask(long attributes, long sigset) {
        return -c.posix_spawnattr_setsigmask(attributes, sigset);
    }

    @Override
    public int spawnAttributesSetSigdefault(long attributes, long sigset) {
        return -c.posix_spawnattr_setsigdefault(attributes, sigset);
    }

    @Override
    public int spawnAttributesSetPgroup(long attributes, int pgroup) {
        return -c.posix_spawnattr_setpgroup(attributes, pgroup);
    }

    @Override
    public long address(ByteBuffer direct) {
        return memory.getDirectBufferAddress(direct);
    }

    private int answer(int result) {
        return result < 0 ? -lastError.get() : result;
    }

    private long answer(long result) {
        return result < 0 ? -lastError.get() : result;
    }
}
