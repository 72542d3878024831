package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.internal.sys.JnrSixArgumentsTest.Spawned;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import dev.penstock.testing.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every binding of the C library must do that this JDK has. */
@Timeout(60)
@ParameterizedClass
@MethodSource("bindings")
class LibcTest {
    private static final int NOT_OPEN = 1_000_000;

    private final Libc libc;
    private final int[] pipe = new int[2];
    private final NativeMemory memory = new NativeMemory(4096);

    LibcTest(Named binding) {
        libc = binding.libc;
    }

    /** With a name that test reports can show. */
    private record Named(String name, Libc libc) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> bindings() throws IOException {
        List<String> shipped = new ArrayList<>(Arrays.asList(null, "jnr", "jni"));
        if (Runtime.version().feature() >= 22) {
            shipped.add("ffm");
        }
        List<Named> bound = new ArrayList<>();
        for (String name : shipped) {
            bound.add(new Named(name == null ? "by default" : name, Binding.of(name).libc()));
        }
        return bound.stream();
    }

    @BeforeEach
    void open() {
        assertEquals(0, libc.pipe(pipe));
    }

    @AfterEach
    void close() {
        assertEquals(0, libc.close(pipe[0]));
        assertEquals(0, libc.close(pipe[1]));
    }

    private int put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        memory.bytes().put(0, bytes);
        return bytes.length;
    }

    private String text(int from, int length) {
        byte[] bytes = new byte[length];
        memory.bytes().get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long writeText(int fd, String text) {
        return libc.write(fd, memory.address(), put(text));
    }

    private String readText(int fd) {
        long got = libc.read(fd, memory.address(), memory.bytes().capacity());
        assertTrue(got >= 0, "read: " + got);
        return text(0, (int) got);
    }

    @Test
    void shouldMakePipesThatBlockAndAreClosedOnExec() {
        for (int fd : pipe) {
            assertEquals(Fcntl.FD_CLOEXEC, libc.fcntl(fd, Fcntl.F_GETFD, 0));
            assertEquals(0, libc.fcntl(fd, Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK);
        }
        assertEquals(Fcntl.O_RDONLY, libc.fcntl(pipe[0], Fcntl.F_GETFL, 0) & Fcntl.O_ACCMODE);
        assertEquals(Fcntl.O_WRONLY, libc.fcntl(pipe[1], Fcntl.F_GETFL, 0) & Fcntl.O_ACCMODE);
    }

    @Test
    void shouldReadWhatWasWritten() {
        assertEquals(5, writeText(pipe[1], "hello"));
        assertEquals("hello", readText(pipe[0]));
    }

    @Test
    void shouldDuplicateADescriptorThatChildrenInherit() {
        int copy = libc.dup(pipe[1]);
        assertTrue(copy > 2, "dup: " + copy);
        assertEquals(0, libc.fcntl(copy, Fcntl.F_GETFD, 0));
        assertEquals(4, writeText(copy, "copy"));
        assertEquals("copy", readText(pipe[0]));
        assertEquals(0, libc.close(copy));
    }

    @Test
    void shouldDuplicateOverAnotherDescriptor() {
        int[] other = new int[2];
        assertEquals(0, libc.pipe(other));
        assertEquals(other[1], libc.dup2(pipe[1], other[1]));
        assertEquals(3, writeText(other[1], "two"));
        assertEquals("two", readText(pipe[0]));
        // Its own write end is gone: end of file.
        assertEquals("", readText(other[0]));
        assertEquals(0, libc.close(other[0]));
        assertEquals(0, libc.close(other[1]));
    }

    @Test
    void shouldSetAndAnswerFlags() {
        assertEquals(0, libc.fcntl(pipe[0], Fcntl.F_SETFL, Fcntl.O_NONBLOCK));
        assertEquals(Fcntl.O_NONBLOCK, libc.fcntl(pipe[0], Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK);
        assertEquals(-Errno.EAGAIN, libc.read(pipe[0], memory.address(), 1));
        assertEquals(0, libc.fcntl(pipe[0], Fcntl.F_SETFD, 0));
        assertEquals(0, libc.fcntl(pipe[0], Fcntl.F_GETFD, 0));

        int copy = libc.fcntl(pipe[0], Fcntl.F_DUPFD_CLOEXEC, 300);
        assertTrue(copy >= 300, "fcntl: " + copy);
        assertEquals(Fcntl.FD_CLOEXEC, libc.fcntl(copy, Fcntl.F_GETFD, 0));
        assertEquals(0, libc.close(copy));
        // So high that the JVM, which opens files when it likes, has not got it by now.
        assertEquals(-Errno.EBADF, libc.close(copy));

        int capacity = libc.fcntl(pipe[0], Fcntl.F_GETPIPE_SZ, 0);
        assertEquals(2 * capacity, libc.fcntl(pipe[1], Fcntl.F_SETPIPE_SZ, 2 * capacity));
        assertEquals(2 * capacity, libc.fcntl(pipe[0], Fcntl.F_GETPIPE_SZ, 0));
    }

    @Test
    void shouldRefuseACommandThatItDoesNotKnow() {
        assertThrows(IllegalArgumentException.class, () -> libc.fcntl(pipe[0], 5, 0));
    }

    @Test
    void shouldAnswerTheErrorOfEachCall() {
        int pid = 1 << 29; // above any pid_max
        SignalInfo info = new SignalInfo();
        long nowhere = memory.address();
        assertEquals(-Errno.EBADF, libc.dup(NOT_OPEN));
        assertEquals(-Errno.EBADF, libc.dup2(NOT_OPEN, NOT_OPEN));
        assertEquals(-Errno.EBADF, libc.fcntl(NOT_OPEN, Fcntl.F_GETFD, 0));
        assertEquals(-Errno.EBADF, libc.fcntl(NOT_OPEN, Fcntl.F_DUPFD_CLOEXEC, 3));
        assertEquals(-Errno.EBADF, libc.close(NOT_OPEN));
        assertEquals(-Errno.ESRCH, libc.kill(pid, 0));
        assertEquals(-Errno.ENOENT, libc.open(utf8("/nowhere/to/be/found"), Fcntl.O_RDONLY, 0));
        assertEquals(-Errno.EBADF, libc.read(pipe[1], nowhere, 1));
        assertEquals(-Errno.EBADF, libc.write(pipe[0], nowhere, 1));
        assertEquals(-Errno.EBADF, libc.readv(pipe[1], nowhere, 1));
        assertEquals(-Errno.EBADF, libc.writev(pipe[0], nowhere, 1));
        assertEquals(-Errno.EBADF, libc.splice(NOT_OPEN, 0, pipe[1], 0, 1, 0));
        assertEquals(-Errno.EBADF, libc.tee(NOT_OPEN, pipe[1], 1, 0));
        assertEquals(-Errno.EBADF, libc.ioctl(NOT_OPEN, SystemConstants.FIONREAD, nowhere));
        assertEquals(-Errno.EINVAL, libc.epollCreate1(1));
        assertEquals(-Errno.EBADF, libc.epollCtl(NOT_OPEN, EpollEvent.EPOLL_CTL_ADD, 0, nowhere));
        assertEquals(-Errno.EBADF, libc.epollWait(NOT_OPEN, nowhere, 1, 0));
        assertEquals(-Errno.EINVAL, libc.eventfd(0, 1 << 20));
        assertEquals(-Errno.ESRCH, libc.pidfdOpen(pid, 0));
        assertEquals(-Errno.EBADF, libc.pidfdSendSignal(NOT_OPEN, 0, 0, 0));
        assertEquals(
                -Errno.ECHILD,
                libc.waitid(
                        SystemConstants.P_PID, pid, info.address(), SystemConstants.WEXITED, 0));
    }

    @Test
    @Tag("not-under-qemu") // qemu-user runs vfork as fork: posix_spawn does not hear of a failed
    // exec.
    void shouldAnswerTheErrorOfASpawnAsItDoesOthers() {
        put("/nowhere/to/be/found\0");
        NativeMemory argv = new NativeMemory(2 * Long.BYTES);
        assertEquals(
                -Errno.ENOENT,
                libc.posixSpawnp(
                        memory.address() + 64,
                        memory.address(),
                        0,
                        0,
                        argv.address(),
                        argv.address()));
    }

    /** errno is the calling thread's, read in the same call: nobody else's gets in between. */
    @Test
    void shouldAnswerItsOwnErrorToEachOfManyThreads() throws Exception {
        int pid = 1 << 29;
        assertEquals(0, libc.fcntl(pipe[0], Fcntl.F_SETFL, Fcntl.O_NONBLOCK));
        List<LongSupplier> calls =
                List.of(
                        () -> libc.close(NOT_OPEN),
                        () -> libc.kill(pid, 0),
                        () -> libc.open(utf8("/nowhere/to/be/found"), Fcntl.O_RDONLY, 0),
                        () -> libc.open(utf8("/"), Fcntl.O_WRONLY, 0),
                        () -> libc.open(utf8("/proc/self/stat/below"), Fcntl.O_RDONLY, 0),
                        () -> libc.read(pipe[0], memory.address(), 1),
                        () -> libc.epollCreate1(1),
                        () -> libc.close(pipe[0] + NOT_OPEN));
        int[] expected = {
            Errno.EBADF,
            Errno.ESRCH,
            Errno.ENOENT,
            Errno.EISDIR,
            Errno.ENOTDIR,
            Errno.EAGAIN,
            Errno.EINVAL,
            Errno.EBADF
        };
        CyclicBarrier start = new CyclicBarrier(calls.size());
        Workers workers = new Workers();
        for (int i = 0; i < calls.size(); i++) {
            LongSupplier call = calls.get(i);
            int errno = expected[i];
            workers.start(
                    () -> {
                        start.await();
                        for (int round = 0; round < 5_000; round++) {
                            assertEquals(-errno, call.getAsLong());
                        }
                    });
        }
        workers.join();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldOpenAPathOfAnyBytes(@TempDir Path directory) throws Exception {
        byte[] name = new byte[255]; // NAME_MAX
        for (int i = 1; i <= 255; i++) {
            name[i - 1] = (byte) (i == '/' ? 1 : i);
        }
        byte[] path = Arrays.copyOf(utf8(directory + "/"), directory.toString().length() + 256);
        System.arraycopy(name, 0, path, path.length - 255, 255);
        int fd = libc.open(path, Fcntl.O_CREAT | Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0_600);
        assertTrue(fd >= 0, "open: " + fd);
        assertEquals(4, writeText(fd, "cold"));
        assertEquals(0, libc.close(fd));
        // The JDK's own idea of the name depends on the locale; the kernel's is bytes.
        Process ls = new ProcessBuilder("ls", directory.toString()).start();
        byte[] listed = ls.getInputStream().readAllBytes();
        assertEquals('\n', listed[255]);
        assertArrayEquals(name, Arrays.copyOf(listed, 255));
        assertEquals(0, ls.waitFor());
        assertEquals(-Errno.ENAMETOOLONG, libc.open(utf8("/".repeat(4096)), 0, 0));
        int top = libc.open(utf8("/".repeat(4095)), Fcntl.O_CLOEXEC, 0);
        assertEquals(0, libc.close(top));
    }

    @Test
    void shouldGiveAPipeToAnotherUser() throws Exception {
        assumeTrue(isRoot(), "only root may");
        assertEquals(0, libc.fchown(pipe[1], 65534, 65533));
        Path link = Path.of("/proc/self/fd/" + pipe[0]);
        assertEquals(65534, Files.getAttribute(link, "unix:uid"));
        assertEquals(65533, Files.getAttribute(link, "unix:gid"));
        assertEquals(-Errno.EBADF, libc.fchown(NOT_OPEN, 0, 0));
    }

    private static boolean isRoot() throws Exception {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    @Test
    void shouldChangeWhatASignalDoes() throws Exception {
        int signal = Signals.SIGRTMAX - 5;
        SignalAction action = new SignalAction(libc, signal);
        assertEquals(SignalAction.SIG_DFL, action.handler());
        action.set(SignalAction.SIG_IGN, SignalAction.SA_NOCLDWAIT);
        try {
            assertEquals(SignalAction.SIG_IGN, new SignalAction(libc, signal).handler());
            assertEquals(
                    SignalAction.SA_NOCLDWAIT,
                    new SignalAction(libc, signal).flags() & SignalAction.SA_NOCLDWAIT);
            String ignored =
                    Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("SigIgn:"))
                            .findFirst()
                            .orElseThrow();
            long bits = Long.parseUnsignedLong(ignored.substring(7).strip(), 16);
            assertEquals(1, bits >>> (signal - 1) & 1, ignored);
        } finally {
            action.set(SignalAction.SIG_DFL, 0);
        }
        assertEquals(SignalAction.SIG_DFL, new SignalAction(libc, signal).handler());
        assertEquals(-Errno.EINVAL, libc.sigaction(65, 0, memory.address()));
    }

    @Test
    void shouldReadThisProcesssEnvironment() throws Exception {
        List<String> entries = new ArrayList<>();
        try (Peek peek = new Peek(libc)) {
            for (long entry : peek.pointers(libc.environ())) {
                entries.add(new String(peek.string(entry, 1 << 20), StandardCharsets.UTF_8));
            }
            SyscallException nothing =
                    assertThrows(SyscallException.class, () -> peek.string(8, 1));
            assertEquals(Errno.EFAULT, nothing.errno());
        }
        assertTrue(entries.contains("PATH=" + System.getenv("PATH")), entries.toString());
    }

    @Test
    void shouldReadAFileAtAnOffset(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "0123456789");
        int fd = libc.open(utf8(file.toString()), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        assertEquals(3, libc.pread(fd, memory.address(), 3, 4));
        byte[] got = new byte[3];
        memory.bytes().get(0, got);
        assertEquals("456", new String(got, StandardCharsets.UTF_8));
        assertEquals(0, libc.pread(fd, memory.address(), 3, 10));
        assertEquals(-Errno.EINVAL, libc.pread(fd, memory.address(), 3, -1));
        assertEquals(0, libc.close(fd));
        assertEquals(-Errno.ESPIPE, libc.pread(pipe[0], memory.address(), 3, 0));
    }

    @Test
    void shouldScatterAndGather() {
        NativeMemory in = new NativeMemory(64);
        put("onetwothree");
        IoVectors out = new IoVectors(3);
        out.set(0, memory.address() + 6, 5);
        out.set(1, memory.address(), 3);
        out.set(2, memory.address() + 3, 3);
        assertEquals(11, libc.writev(pipe[1], out.address(), 3));
        IoVectors into = new IoVectors(2);
        into.set(0, in.address() + 10, 7);
        into.set(1, in.address(), 9);
        assertEquals(11, libc.readv(pipe[0], into.address(), 2));
        byte[] got = new byte[11];
        in.bytes().get(10, got, 0, 7);
        in.bytes().get(0, got, 7, 4);
        assertEquals("threeonetwo", new String(got, StandardCharsets.UTF_8));
    }

    @Test
    void shouldCopyByTeeAndLeaveTheBytes() {
        int[] other = new int[2];
        assertEquals(0, libc.pipe(other));
        assertEquals(5, writeText(pipe[1], "stuck"));
        assertEquals(5, libc.tee(pipe[0], other[1], 100, SystemConstants.SPLICE_F_NONBLOCK));
        assertEquals("stuck", readText(other[0]));
        assertEquals("stuck", readText(pipe[0]));
        assertEquals(0, libc.close(other[0]));
        assertEquals(0, libc.close(other[1]));
    }

    @Test
    void shouldCountUnreadBytesByIoctl() {
        assertEquals(6, writeText(pipe[1], "unread"));
        for (int fd : pipe) {
            assertEquals(0, libc.ioctl(fd, SystemConstants.FIONREAD, memory.address()));
            assertEquals(6, memory.bytes().getInt(0));
        }
    }

    @Test
    void shouldTakeADescriptorOutOfAProcess() {
        int pidfd = libc.pidfdOpen((int) ProcessHandle.current().pid(), 0);
        assertTrue(pidfd >= 0, "pidfd_open: " + pidfd);
        assertEquals(-Errno.EBADF, libc.pidfdGetfd(pidfd, NOT_OPEN, 0));
        int copy = libc.pidfdGetfd(pidfd, pipe[0], 0);
        assertTrue(copy >= 0, "pidfd_getfd: " + copy);
        assertEquals(Fcntl.FD_CLOEXEC, libc.fcntl(copy, Fcntl.F_GETFD, 0));
        assertEquals(5, writeText(pipe[1], "taken"));
        assertEquals("taken", readText(copy));
        assertEquals(0, libc.close(copy));
        assertEquals(0, libc.close(pidfd));
    }

    @Test
    @Tag("not-under-qemu")
    void shouldPeekAndReceive() {
        int socket =
                libc.socket(
                        Netlink.AF_NETLINK,
                        Netlink.SOCK_RAW | Fcntl.O_CLOEXEC,
                        Netlink.NETLINK_SOCK_DIAG);
        assertTrue(socket >= 0, "socket: " + socket);
        // A message that asks for nothing but to be acknowledged (NLM_F_ACK, linux/netlink.h).
        int ack = 4;
        memory.bytes().putInt(0, Netlink.HEADER_SIZE).putShort(4, (short) 0x10);
        memory.bytes().putShort(6, (short) (Netlink.NLM_F_REQUEST | ack)).putInt(8, 4711);
        long size = Netlink.HEADER_SIZE;
        assertEquals(size, libc.send(socket, memory.address(), size, SystemConstants.MSG_NOSIGNAL));
        int peek = SystemConstants.MSG_PEEK | SystemConstants.MSG_DONTWAIT;
        long there = libc.recv(socket, memory.address(), 1024, peek);
        assertTrue(there >= size, "recv: " + there);
        memory.bytes().putInt(8, 0);
        assertEquals(
                there, libc.recv(socket, memory.address(), 1024, SystemConstants.MSG_DONTWAIT));
        assertEquals(4711, memory.bytes().getInt(8));
        assertEquals(
                -Errno.EAGAIN,
                libc.recv(socket, memory.address(), 1024, SystemConstants.MSG_DONTWAIT));
        assertEquals(0, libc.close(socket));
    }

    @Test
    void shouldCountInAnEventfd() {
        int fd = libc.eventfd(2, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK);
        assertTrue(fd >= 0, "eventfd: " + fd);
        assertEquals(Fcntl.FD_CLOEXEC, libc.fcntl(fd, Fcntl.F_GETFD, 0));
        memory.bytes().putLong(0, 3);
        assertEquals(8, libc.write(fd, memory.address(), 8));
        assertEquals(8, libc.read(fd, memory.address(), 8));
        assertEquals(5, memory.bytes().getLong(0));
        assertEquals(-Errno.EAGAIN, libc.read(fd, memory.address(), 8));
        assertEquals(0, libc.close(fd));
    }

    @Test
    void shouldWaitInEpollForTheKeysGiven() {
        int epfd = libc.epollCreate1(EpollEvent.EPOLL_CLOEXEC);
        assertTrue(epfd >= 0, "epoll_create1: " + epfd);
        EpollEvent events = new EpollEvent(4);
        events.set(0, EpollEvent.EPOLLIN, 0x1122_3344_5566_7788L);
        assertEquals(0, libc.epollCtl(epfd, EpollEvent.EPOLL_CTL_ADD, pipe[0], events.address()));
        events.set(0, EpollEvent.EPOLLOUT, -2);
        assertEquals(0, libc.epollCtl(epfd, EpollEvent.EPOLL_CTL_ADD, pipe[1], events.address()));
        assertEquals(1, writeText(pipe[1], "x"));
        assertEquals(2, libc.epollWait(epfd, events.address(), 4, 0));
        int first = events.data(0) == -2 ? 0 : 1;
        assertEquals(-2, events.data(first));
        assertEquals(EpollEvent.EPOLLOUT, events.events(first));
        assertEquals(0x1122_3344_5566_7788L, events.data(1 - first));
        assertEquals(EpollEvent.EPOLLIN, events.events(1 - first));
        assertEquals(0, libc.close(epfd));
    }

    @Test
    void shouldPollOneDescriptor() throws SyscallException {
        PollFd poll = new PollFd();
        assertEquals(0, poll.poll(pipe[0], PollFd.POLLIN, 0));
        assertEquals(PollFd.POLLOUT, poll.poll(pipe[1], PollFd.POLLOUT, -1));
        assertEquals(1, writeText(pipe[1], "x"));
        assertEquals(PollFd.POLLIN, poll.poll(pipe[0], PollFd.POLLIN, -1));
        int closed = libc.fcntl(pipe[1], Fcntl.F_DUPFD_CLOEXEC, 300); // out of the JVM's way
        assertEquals(0, libc.close(closed));
        assertEquals(0x20 /* POLLNVAL */, poll.poll(closed, PollFd.POLLIN, -1));
    }

    @Test
    void shouldSignalAProcessOfTheJdkAndLeaveItToTheJdk() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        int pid = (int) child.pid();
        int pidfd = libc.pidfdOpen(pid, 0);
        try {
            assertTrue(pidfd >= 0, "pidfd_open: " + pidfd);
            assertEquals(Fcntl.FD_CLOEXEC, libc.fcntl(pidfd, Fcntl.F_GETFD, 0));
            assertEquals(0, libc.kill(pid, 0));
            assertEquals(0, libc.pidfdSendSignal(pidfd, 0, 0, 0));
            SignalInfo info = new SignalInfo();
            info.clear();
            assertEquals(
                    0,
                    libc.waitid(
                            SystemConstants.P_PIDFD,
                            pidfd,
                            info.address(),
                            SystemConstants.WEXITED
                                    | SystemConstants.WNOHANG
                                    | SystemConstants.WNOWAIT,
                            0));
            assertEquals(0, info.pid(), "it lives");
            assertEquals(0, new PollFd().poll(pidfd, PollFd.POLLIN, 0));

            assertEquals(0, libc.pidfdSendSignal(pidfd, Signals.SIGTERM, 0, 0));

            assertEquals(
                    PollFd.POLLIN, new PollFd().poll(pidfd, PollFd.POLLIN, -1) & PollFd.POLLIN);
            assertEquals(128 + Signals.SIGTERM, child.waitFor());
            Eventually.await(
                    "the JDK's reaping",
                    () -> libc.pidfdSendSignal(pidfd, 0, 0, 0) == -Errno.ESRCH);
        } finally {
            child.destroyForcibly().waitFor();
            libc.close(pidfd);
        }
    }

    @Test
    void shouldReadHowAChildEnded() {
        SignalInfo info = new SignalInfo();
        int killed = Spawned.sh(libc, "kill -KILL $$", "A=b").pid();
        assertEquals(
                0,
                libc.waitid(
                        SystemConstants.P_PID,
                        killed,
                        info.address(),
                        SystemConstants.WEXITED | SystemConstants.WNOWAIT,
                        0));
        assertEquals(killed, info.pid());
        assertEquals(SystemConstants.CLD_KILLED, info.code());
        assertEquals(Signals.SIGKILL, info.status());
        // WNOWAIT left it to be waited for; now it is reaped, and can be no more.
        info.clear();
        int pidfd = libc.pidfdOpen(killed, 0);
        assertTrue(pidfd >= 0, "pidfd_open of a zombie: " + pidfd);
        assertEquals(
                0,
                libc.waitid(
                        SystemConstants.P_PIDFD,
                        pidfd,
                        info.address(),
                        SystemConstants.WEXITED,
                        0));
        assertEquals(killed, info.pid());
        assertEquals(
                -Errno.ECHILD,
                libc.waitid(
                        SystemConstants.P_PID, killed, info.address(), SystemConstants.WEXITED, 0));
        assertEquals(0, libc.close(pidfd));
    }

    @Test
    @Tag("not-under-qemu") // qemu-user leaves waitid's fifth argument out.
    void shouldTellWhatAChildUsed() throws Exception {
        ResourceUsage usage = new ResourceUsage();
        int pid = Spawned.sh(libc, "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done", "A=b").pid();
        assertEquals(
                0,
                libc.waitid(
                        SystemConstants.P_PID,
                        pid,
                        new SignalInfo().address(),
                        SystemConstants.WEXITED,
                        usage.address()));
        assertTrue(usage.user().plus(usage.system()).toNanos() > 0, "no processor time");
        assertTrue(usage.minorFaults() > 10, usage.minorFaults() + " faults");
        assertEquals(0, usage.user().toNanos() % 1000, "microseconds");
        assertEquals(0, libc.getrusage(ResourceUsage.RUSAGE_SELF, usage.address()));
        // A JVM's; in KiB.
        assertTrue(usage.maxResidentKib() > 10_000, usage.maxResidentKib() + " KiB");
        assertTrue(usage.maxResidentKib() < 100_000_000, usage.maxResidentKib() + " KiB");
        usage.clear();
        assertEquals(0, usage.maxResidentKib());
    }

    @Test
    void shouldGiveTheAddressOfIndexZero() {
        ByteBuffer direct = ByteBuffer.allocateDirect(64);
        direct.position(10);
        long address = libc.address(direct);
        assertNotEquals(0, address);
        assertEquals(address + 10, libc.address(direct.slice()));
        direct.put(0, (byte) 'x').put(1, (byte) 'y');
        assertEquals(2, libc.write(pipe[1], address, 2));
        assertEquals("xy", readText(pipe[0]));
    }

    @Test
    void shouldZeroNativeMemory() {
        byte[] bytes = new byte[4096];
        new NativeMemory(4096).bytes().get(0, bytes);
        assertArrayEquals(new byte[4096], bytes);
    }

    /** The child's exit code is what pidfd_open answered there, negated. */
    @Test
    @Tag("not-under-qemu")
    void shouldAnswerEnosysWherePidfdOpenIsRefused() throws Exception {
        assertEquals(
                Errno.ENOSYS,
                ChildJvm.run(PidfdOpen.class, Native.program("refuse"), "pidfd_open", "--"));
    }

    static final class PidfdOpen {
        public static void main(String[] args) {
            System.exit(-Linux.libc().pidfdOpen((int) ProcessHandle.current().pid(), 0));
        }
    }
}
