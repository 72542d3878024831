package dev.penstock.jnr;

import com.kenai.jffi.LastError;
import com.kenai.jffi.MemoryIO;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.libc.SystemCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import jnr.posix.POSIX;

/**
 * {@link Libc} through jnr: jnr-posix where it has the call, jffi, which is below it, for the rest.
 */
final class JnrLibc implements Libc {
    /** asm-generic/errno.h. */
    private static final int ENOSYS = 38;

    private final POSIX posix = new NarrowPosix();
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
                        ? (int) CFunction.FCNTL.call(fd, command, argument)
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
    public int open(byte[] path, int flags, int mode) {
        long text = allocate(path);
        try {
            return answer((int) CFunction.OPEN.call(text, flags, mode));
        } finally {
            memory.freeMemory(text);
        }
    }

    /** A C string; free it. */
    private long allocate(byte[] bytes) {
        long address = memory.allocateMemory(bytes.length + 1L, false);
        if (address == 0) {
            throw new OutOfMemoryError("native memory for a string of " + bytes.length + " bytes");
        }
        memory.putByteArray(address, bytes, 0, bytes.length);
        memory.putByte(address + bytes.length, (byte) 0);
        return address;
    }

    @Override
    public long read(int fd, long address, long count) {
        return answer(CFunction.READ.call(fd, address, count));
    }

    @Override
    public long write(int fd, long address, long count) {
        return answer(CFunction.WRITE.call(fd, address, count));
    }

    @Override
    public long send(int fd, long address, long count, int flags) {
        return answer(CFunction.SEND.call(fd, address, count, flags));
    }

    @Override
    public long recv(int fd, long address, long count, int flags) {
        return answer(CFunction.RECV.call(fd, address, count, flags));
    }

    @Override
    public int fsync(int fd) {
        return answer((int) CFunction.FSYNC.call(fd));
    }

    @Override
    public long pread(int fd, long address, long count, long offset) {
        return answer(CFunction.PREAD.call(fd, address, count, offset));
    }

    @Override
    public long readv(int fd, long iovecs, int count) {
        return answer(CFunction.READV.call(fd, iovecs, count));
    }

    @Override
    public long writev(int fd, long iovecs, int count) {
        return answer(CFunction.WRITEV.call(fd, iovecs, count));
    }

    @Override
    public long splice(int in, long inOffset, int out, long outOffset, long count, int flags) {
        return answer(CFunction.SPLICE.call(in, inOffset, out, outOffset, count, flags));
    }

    @Override
    public long tee(int in, int out, long count, int flags) {
        return answer(CFunction.TEE.call(in, out, count, flags));
    }

    @Override
    public int ioctl(int fd, long request, long address) {
        return answer((int) CFunction.IOCTL.call(fd, request, address));
    }

    @Override
    public int poll(long pollfds, long count, int timeoutMillis) {
        return answer((int) CFunction.POLL.call(pollfds, count, timeoutMillis));
    }

    @Override
    public int epollCreate1(int flags) {
        return answer((int) CFunction.EPOLL_CREATE1.call(flags));
    }

    @Override
    public int epollCtl(int epfd, int operation, int fd, long event) {
        return answer((int) CFunction.EPOLL_CTL.call(epfd, operation, fd, event));
    }

    @Override
    public int epollWait(int epfd, long events, int maxEvents, int timeoutMillis) {
        return answer((int) CFunction.EPOLL_WAIT.call(epfd, events, maxEvents, timeoutMillis));
    }

    @Override
    public int eventfd(int initial, int flags) {
        return answer((int) CFunction.EVENTFD.call(initial, flags));
    }

    @Override
    public int memfdCreate(String name, int flags) {
        long text = allocate(name.getBytes(StandardCharsets.US_ASCII));
        try {
            return answer((int) CFunction.MEMFD_CREATE.call(text, flags));
        } catch (UnsatisfiedLinkError missing) {
            return -ENOSYS;
        } finally {
            memory.freeMemory(text);
        }
    }

    @Override
    public int pidfdOpen(int pid, int flags) {
        return answer((int) CFunction.SYSCALL.call(SystemCall.PIDFD_OPEN, pid, flags));
    }

    @Override
    public int pidfdSendSignal(int pidfd, int signal, long siginfo, int flags) {
        return answer(
                (int)
                        CFunction.SYSCALL.call(
                                SystemCall.PIDFD_SEND_SIGNAL, pidfd, signal, siginfo, flags));
    }

    @Override
    public int pidfdGetfd(int pidfd, int fd, int flags) {
        return answer((int) CFunction.SYSCALL.call(SystemCall.PIDFD_GETFD, pidfd, fd, flags));
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return answer((int) CFunction.SOCKET.call(domain, type, protocol));
    }

    @Override
    public long processVmReadv(int pid, long local, long remote) {
        return answer(CFunction.PROCESS_VM_READV.call(pid, local, 1, remote, 1, 0));
    }

    @Override
    public int waitid(int idType, int id, long siginfo, int options, long usage) {
        return answer(
                (int)
                        CFunction.SYSCALL.call(
                                SystemCall.WAITID, idType, id, siginfo, options, usage));
    }

    @Override
    public int prctl(int option, long second, long third, long fourth, long fifth) {
        return answer((int) CFunction.PRCTL.call(option, second, third, fourth, fifth));
    }

    @Override
    public int fchown(int fd, int uid, int gid) {
        return answer((int) CFunction.FCHOWN.call(fd, uid, gid));
    }

    @Override
    public int sigaction(int signal, long action, long before) {
        return answer((int) CFunction.SIGACTION.call(signal, action, before));
    }

    @Override
    public long environ() {
        return memory.getAddress(CFunction.symbol("environ"));
    }

    @Override
    public int getrusage(int who, long usage) {
        return answer((int) CFunction.GETRUSAGE.call(who, usage));
    }

    @Override
    public int posixSpawnp(
            long pid, long file, long fileActions, long attributes, long argv, long envp) {
        return -(int) CFunction.POSIX_SPAWNP.call(pid, file, fileActions, attributes, argv, envp);
    }

    @Override
    public int fileActionsInit(long actions) {
        return -(int) CFunction.POSIX_SPAWN_FILE_ACTIONS_INIT.call(actions);
    }

    @Override
    public int fileActionsDestroy(long actions) {
        return -(int) CFunction.POSIX_SPAWN_FILE_ACTIONS_DESTROY.call(actions);
    }

    @Override
    public int fileActionsAddDup2(long actions, int oldFd, int newFd) {
        return -(int) CFunction.POSIX_SPAWN_FILE_ACTIONS_ADDDUP2.call(actions, oldFd, newFd);
    }

    @Override
    public int fileActionsAddClose(long actions, int fd) {
        return -(int) CFunction.POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE.call(actions, fd);
    }

    @Override
    public int fileActionsAddCloseFrom(long actions, int first) {
        try {
            return -(int) CFunction.POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP.call(actions, first);
        } catch (UnsatisfiedLinkError missing) {
            return -ENOSYS;
        }
    }

    @Override
    public int fileActionsAddChdir(long actions, long path) {
        try {
            return -(int) CFunction.POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP.call(actions, path);
        } catch (UnsatisfiedLinkError missing) {
            return -ENOSYS;
        }
    }

    @Override
    public int spawnAttributesInit(long attributes) {
        return -(int) CFunction.POSIX_SPAWNATTR_INIT.call(attributes);
    }

    @Override
    public int spawnAttributesDestroy(long attributes) {
        return -(int) CFunction.POSIX_SPAWNATTR_DESTROY.call(attributes);
    }

    @Override
    public int spawnAttributesSetFlags(long attributes, short flags) {
        return -(int) CFunction.POSIX_SPAWNATTR_SETFLAGS.call(attributes, flags);
    }

    @Override
    public int spawnAttributesSetSigmask(long attributes, long sigset) {
        return -(int) CFunction.POSIX_SPAWNATTR_SETSIGMASK.call(attributes, sigset);
    }

    @Override
    public int spawnAttributesSetSigdefault(long attributes, long sigset) {
        return -(int) CFunction.POSIX_SPAWNATTR_SETSIGDEFAULT.call(attributes, sigset);
    }

    @Override
    public int spawnAttributesSetPgroup(long attributes, int pgroup) {
        return -(int) CFunction.POSIX_SPAWNATTR_SETPGROUP.call(attributes, pgroup);
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
