package dev.penstock.internal.sys;

import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.libc.SystemCall;
import dev.penstock.sys.Errno;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@link Libc} through the JDK's foreign functions, JDK 22 and later: needs no native library of
 * anybody's, and starts slowest. Any thread.
 *
 * <p>All arguments go as longs: integers and addresses are passed in whole registers, and the
 * function takes of each what it needs. A result of type {@code int} has the upper half of its long
 * undefined, so it is cast. {@code errno} is stored by the call itself, into memory of the calling
 * thread's own.
 */
final class FfmLibc implements Libc {

    /**
     * Memory of a thread's own, of which the calls are given the segment.
     *
     * <pre>
     *     0           4           8          12
     *     | errno     | read end  | write end |
     * </pre>
     */
    private record CallState(ByteBuffer memory, Object segment, long address) {
        static final int READ_END = 4;
        static final int WRITE_END = 8;

        static CallState make() {
            ByteBuffer memory = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
            return new CallState(memory, Foreign.segment(memory), Foreign.address(memory));
        }

        int errno() {
            return memory.getInt(0);
        }
    }

    private static final ThreadLocal<CallState> STATE =
            new ThreadLocal<>() {
                @Override
                protected CallState initialValue() {
                    return CallState.make();
                }
            };

    private FfmLibc() {}

    /**
     * @throws LinkageError if this JDK is too old, or denies native access
     */
    static FfmLibc bind() {
        Foreign.require();
        return new FfmLibc();
    }

    private static long call(MethodHandle function, long a) {
        try {
            return (long) function.invokeExact(STATE.get().segment(), a);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b) {
        try {
            return (long) function.invokeExact(STATE.get().segment(), a, b);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b, long c) {
        try {
            return (long) function.invokeExact(STATE.get().segment(), a, b, c);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b, long c, long d) {
        try {
            return (long) function.invokeExact(STATE.get().segment(), a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b, long c, long d, long e) {
        try {
            return (long) function.invokeExact(STATE.get().segment(), a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(
            MethodHandle function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) function.invokeExact(STATE.get().segment(), a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** None of the functions throws anything. */
    private static AssertionError unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        throw new AssertionError(e);
    }

    private static int answer(int result) {
        return result < 0 ? -STATE.get().errno() : result;
    }

    private static long answer(long result) {
        return result < 0 ? -STATE.get().errno() : result;
    }

    @Override
    public int pipe(int[] fds) {
        CallState state = STATE.get();
        int result = (int) call(Pipe2.CALL, state.address() + CallState.READ_END, Fcntl.O_CLOEXEC);
        if (result < 0) {
            return -state.errno();
        }
        fds[0] = state.memory().getInt(CallState.READ_END);
        fds[1] = state.memory().getInt(CallState.WRITE_END);
        return result;
    }

    @Override
    public int dup(int fd) {
        return answer((int) call(Dup.CALL, fd));
    }

    @Override
    public int dup2(int oldFd, int newFd) {
        return answer((int) call(Dup2.CALL, oldFd, newFd));
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        Fcntl.requireKnown(command);
        return answer((int) call(Fcntl3.CALL, fd, command, argument));
    }

    @Override
    public int close(int fd) {
        return answer((int) call(Close.CALL, fd));
    }

    @Override
    public int kill(int pid, int signal) {
        return answer((int) call(Kill.CALL, pid, signal));
    }

    @Override
    public int open(byte[] path, int flags, int mode) {
        ByteBuffer text = cString(path);
        try {
            return answer((int) call(Open.CALL, Foreign.address(text), flags, mode));
        } finally {
            Reference.reachabilityFence(text);
        }
    }

    private static ByteBuffer cString(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length + 1).put(0, bytes);
    }

    @Override
    public long read(int fd, long address, long count) {
        return answer(call(Read.CALL, fd, address, count));
    }

    @Override
    public long write(int fd, long address, long count) {
        return answer(call(Write.CALL, fd, address, count));
    }

    @Override
    public long send(int fd, long address, long count, int flags) {
        return answer(call(Send.CALL, fd, address, count, flags));
    }

    @Override
    public long recv(int fd, long address, long count, int flags) {
        return answer(call(Recv.CALL, fd, address, count, flags));
    }

    @Override
    public int fsync(int fd) {
        return answer((int) call(Fsync.CALL, fd));
    }

    @Override
    public long pread(int fd, long address, long count, long offset) {
        return answer(call(Pread.CALL, fd, address, count, offset));
    }

    @Override
    public long readv(int fd, long iovecs, int count) {
        return answer(call(Readv.CALL, fd, iovecs, count));
    }

    @Override
    public long writev(int fd, long iovecs, int count) {
        return answer(call(Writev.CALL, fd, iovecs, count));
    }

    @Override
    public long splice(int in, long inOffset, int out, long outOffset, long count, int flags) {
        return answer(call(Splice.CALL, in, inOffset, out, outOffset, count, flags));
    }

    @Override
    public long tee(int in, int out, long count, int flags) {
        return answer(call(Tee.CALL, in, out, count, flags));
    }

    @Override
    public int ioctl(int fd, long request, long address) {
        return answer((int) call(Ioctl.CALL, fd, request, address));
    }

    @Override
    public int poll(long pollfds, long count, int timeoutMillis) {
        return answer((int) call(Poll.CALL, pollfds, count, timeoutMillis));
    }

    @Override
    public int epollCreate1(int flags) {
        return answer((int) call(EpollCreate1.CALL, flags));
    }

    @Override
    public int epollCtl(int epfd, int operation, int fd, long event) {
        return answer((int) call(EpollCtl.CALL, epfd, operation, fd, event));
    }

    @Override
    public int epollWait(int epfd, long events, int maxEvents, int timeoutMillis) {
        return answer((int) call(EpollWait.CALL, epfd, events, maxEvents, timeoutMillis));
    }

    @Override
    public int eventfd(int initial, int flags) {
        return answer((int) call(Eventfd.CALL, initial, flags));
    }

    @Override
    public int memfdCreate(String name, int flags) {
        if (MemfdCreate.CALL == null) {
            return -Errno.ENOSYS;
        }
        ByteBuffer text = cString(name.getBytes(StandardCharsets.US_ASCII));
        try {
            return answer((int) call(MemfdCreate.CALL, Foreign.address(text), flags));
        } finally {
            Reference.reachabilityFence(text);
        }
    }

    @Override
    public int pidfdOpen(int pid, int flags) {
        return answer((int) call(Syscall3.CALL, SystemCall.PIDFD_OPEN, pid, flags));
    }

    @Override
    public int pidfdSendSignal(int pidfd, int signal, long siginfo, int flags) {
        return answer(
                (int)
                        call(
                                Syscall5.CALL,
                                SystemCall.PIDFD_SEND_SIGNAL,
                                pidfd,
                                signal,
                                siginfo,
                                flags));
    }

    @Override
    public int pidfdGetfd(int pidfd, int fd, int flags) {
        return answer((int) call(Syscall4.CALL, SystemCall.PIDFD_GETFD, pidfd, fd, flags));
    }

    @Override
    public int waitid(int idType, int id, long siginfo, int options, long usage) {
        return answer(
                (int) call(Syscall6.CALL, SystemCall.WAITID, idType, id, siginfo, options, usage));
    }

    @Override
    public int prctl(int option, long second, long third, long fourth, long fifth) {
        return answer((int) call(Prctl.CALL, option, second, third, fourth, fifth));
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return answer((int) call(Socket.CALL, domain, type, protocol));
    }

    @Override
    public long processVmReadv(int pid, long local, long remote) {
        return answer(call(ProcessVmReadv.CALL, pid, local, 1, remote, 1, 0));
    }

    @Override
    public int fchown(int fd, int uid, int gid) {
        return answer((int) call(Fchown.CALL, fd, uid, gid));
    }

    @Override
    public int sigaction(int signal, long action, long before) {
        return answer((int) call(Sigaction.CALL, signal, action, before));
    }

    @Override
    public long environ() {
        return Foreign.longAt("environ");
    }

    @Override
    public int getrusage(int who, long usage) {
        return answer((int) call(Getrusage.CALL, who, usage));
    }

    @Override
    public int posixSpawnp(
            long pid, long file, long fileActions, long attributes, long argv, long envp) {
        return -(int) call(PosixSpawnp.CALL, pid, file, fileActions, attributes, argv, envp);
    }

    @Override
    public int fileActionsInit(long actions) {
        return -(int) call(FileActionsInit.CALL, actions);
    }

    @Override
    public int fileActionsDestroy(long actions) {
        return -(int) call(FileActionsDestroy.CALL, actions);
    }

    @Override
    public int fileActionsAddDup2(long actions, int oldFd, int newFd) {
        return -(int) call(FileActionsAdddup2.CALL, actions, oldFd, newFd);
    }

    @Override
    public int fileActionsAddClose(long actions, int fd) {
        return -(int) call(FileActionsAddclose.CALL, actions, fd);
    }

    @Override
    public int fileActionsAddCloseFrom(long actions, int first) {
        return FileActionsAddclosefromNp.CALL == null
                ? -Errno.ENOSYS
                : -(int) call(FileActionsAddclosefromNp.CALL, actions, first);
    }

    @Override
    public int fileActionsAddChdir(long actions, long path) {
        return FileActionsAddchdirNp.CALL == null
                ? -Errno.ENOSYS
                : -(int) call(FileActionsAddchdirNp.CALL, actions, path);
    }

    @Override
    public int spawnAttributesInit(long attributes) {
        return -(int) call(AttributesInit.CALL, attributes);
    }

    @Override
    public int spawnAttributesDestroy(long attributes) {
        return -(int) call(AttributesDestroy.CALL, attributes);
    }

    @Override
    public int spawnAttributesSetFlags(long attributes, short flags) {
        return -(int) call(AttributesSetflags.CALL, attributes, flags);
    }

    @Override
    public int spawnAttributesSetSigmask(long attributes, long sigset) {
        return -(int) call(AttributesSetsigmask.CALL, attributes, sigset);
    }

    @Override
    public int spawnAttributesSetSigdefault(long attributes, long sigset) {
        return -(int) call(AttributesSetsigdefault.CALL, attributes, sigset);
    }

    @Override
    public int spawnAttributesSetPgroup(long attributes, int pgroup) {
        return -(int) call(AttributesSetpgroup.CALL, attributes, pgroup);
    }

    @Override
    public long address(ByteBuffer direct) {
        return Foreign.address(direct);
    }

    // A class for each function, so that it is bound at its first call, and is a constant to the
    // compiler.

    private static final class Pipe2 {
        static final MethodHandle CALL = Foreign.function("pipe2", 2);
    }

    private static final class Dup {
        static final MethodHandle CALL = Foreign.function("dup", 1);
    }

    private static final class Dup2 {
        static final MethodHandle CALL = Foreign.function("dup2", 2);
    }

    private static final class Fcntl3 {
        static final MethodHandle CALL = Foreign.function("fcntl", 3);
    }

    private static final class Close {
        static final MethodHandle CALL = Foreign.function("close", 1);
    }

    private static final class Kill {
        static final MethodHandle CALL = Foreign.function("kill", 2);
    }

    private static final class Open {
        static final MethodHandle CALL = Foreign.function("open", 3);
    }

    private static final class Read {
        static final MethodHandle CALL = Foreign.function("read", 3);
    }

    private static final class Write {
        static final MethodHandle CALL = Foreign.function("write", 3);
    }

    private static final class Send {
        static final MethodHandle CALL = Foreign.function("send", 4);
    }

    private static final class Recv {
        static final MethodHandle CALL = Foreign.function("recv", 4);
    }

    private static final class Fsync {
        static final MethodHandle CALL = Foreign.function("fsync", 1);
    }

    private static final class Pread {
        static final MethodHandle CALL = Foreign.function("pread", 4);
    }

    private static final class Readv {
        static final MethodHandle CALL = Foreign.function("readv", 3);
    }

    private static final class Writev {
        static final MethodHandle CALL = Foreign.function("writev", 3);
    }

    private static final class Splice {
        static final MethodHandle CALL = Foreign.function("splice", 6);
    }

    private static final class Tee {
        static final MethodHandle CALL = Foreign.function("tee", 4);
    }

    private static final class Ioctl {
        static final MethodHandle CALL = Foreign.function("ioctl", 3);
    }

    private static final class Poll {
        static final MethodHandle CALL = Foreign.function("poll", 3);
    }

    private static final class EpollCreate1 {
        static final MethodHandle CALL = Foreign.function("epoll_create1", 1);
    }

    private static final class EpollCtl {
        static final MethodHandle CALL = Foreign.function("epoll_ctl", 4);
    }

    private static final class EpollWait {
        static final MethodHandle CALL = Foreign.function("epoll_wait", 4);
    }

    private static final class Eventfd {
        static final MethodHandle CALL = Foreign.function("eventfd", 2);
    }

    private static final class MemfdCreate {
        static final MethodHandle CALL = Foreign.functionIfThere("memfd_create", 2);
    }

    private static final class Syscall3 {
        static final MethodHandle CALL = Foreign.function("syscall", 3);
    }

    private static final class Syscall5 {
        static final MethodHandle CALL = Foreign.function("syscall", 5);
    }

    private static final class Syscall4 {
        static final MethodHandle CALL = Foreign.function("syscall", 4);
    }

    private static final class Syscall6 {
        static final MethodHandle CALL = Foreign.function("syscall", 6);
    }

    private static final class Prctl {
        static final MethodHandle CALL = Foreign.function("prctl", 5);
    }

    private static final class Socket {
        static final MethodHandle CALL = Foreign.function("socket", 3);
    }

    private static final class ProcessVmReadv {
        static final MethodHandle CALL = Foreign.function("process_vm_readv", 6);
    }

    private static final class Fchown {
        static final MethodHandle CALL = Foreign.function("fchown", 3);
    }

    private static final class Sigaction {
        static final MethodHandle CALL = Foreign.function("sigaction", 3);
    }

    private static final class Getrusage {
        static final MethodHandle CALL = Foreign.function("getrusage", 2);
    }

    private static final class PosixSpawnp {
        static final MethodHandle CALL = Foreign.function("posix_spawnp", 6);
    }

    private static final class FileActionsInit {
        static final MethodHandle CALL = Foreign.function("posix_spawn_file_actions_init", 1);
    }

    private static final class FileActionsDestroy {
        static final MethodHandle CALL = Foreign.function("posix_spawn_file_actions_destroy", 1);
    }

    private static final class FileActionsAdddup2 {
        static final MethodHandle CALL = Foreign.function("posix_spawn_file_actions_adddup2", 3);
    }

    private static final class FileActionsAddclose {
        static final MethodHandle CALL = Foreign.function("posix_spawn_file_actions_addclose", 2);
    }

    private static final class FileActionsAddclosefromNp {
        static final MethodHandle CALL =
                Foreign.functionIfThere("posix_spawn_file_actions_addclosefrom_np", 2);
    }

    private static final class FileActionsAddchdirNp {
        static final MethodHandle CALL =
                Foreign.functionIfThere("posix_spawn_file_actions_addchdir_np", 2);
    }

    private static final class AttributesInit {
        static final MethodHandle CALL = Foreign.function("posix_spawnattr_init", 1);
    }

    private static final class AttributesDestroy {
        static final MethodHandle CALL = Foreign.function("posix_spawnattr_destroy", 1);
    }

    private static final class AttributesSetflags {
        static final MethodHandle CALL = Foreign.function("posix_spawnattr_setflags", 2);
    }

    private static final class AttributesSetsigmask {
        static final MethodHandle CALL = Foreign.function("posix_spawnattr_setsigmask", 2);
    }

    private static final class AttributesSetsigdefault {
        static final MethodHandle CALL = Foreign.function("posix_spawnattr_setsigdefault", 2);
    }

    private static final class AttributesSetpgroup {
        static final MethodHandle CALL = Foreign.function("posix_spawnattr_setpgroup", 2);
    }
}
