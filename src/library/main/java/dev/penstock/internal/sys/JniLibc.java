package dev.penstock.internal.sys;

import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/**
 * {@link Libc} through {@code native/jni/libc.c}: ready as soon as that is loaded, where jnr has to
 * start first. Its methods are native, and the C is a line each.
 */
class JniLibc implements Libc {
    static final String CARRIED = "libpenstock-" + (Linux.AARCH64 ? "aarch64" : "x86_64") + ".so";

    /** To be made once the library is loaded. */
    JniLibc() {}

    /**
     * @param library a file
     * @throws UnsatisfiedLinkError if it cannot be loaded
     * @throws IllegalCallerException if this JVM denies native access
     */
    static void load(Path library) {
        System.load(library.toAbsolutePath().toString());
    }

    /**
     * Loads the library that the jar carries, by way of a file in a folder of its own in {@code
     * java.io.tmpdir}, which both are gone when this returns.
     *
     * @throws IOException if the jar has none for this machine, or there is no room for the file
     * @throws UnsatisfiedLinkError if it cannot be loaded: where that folder is mounted noexec
     * @throws IllegalCallerException if this JVM denies native access
     */
    static void loadCarried() throws IOException {
        byte[] library;
        try (InputStream in = JniLibc.class.getResourceAsStream(CARRIED)) {
            if (in == null) {
                throw new FileNotFoundException(
                        "this build carries no "
                                + CARRIED
                                + " (`make` builds it where there is a compiler)");
            }
            library = in.readAllBytes();
        }
        // Neither random numbers, as Files.createTempFile takes, nor this process's number: either
        // takes the JDK longer than all the rest here. A name that is taken is refused. And no
        // channel: where descriptors are scarce, a first one that fails leaves the JDK without any
        // for good.
        Path folder =
                Files.createDirectory(
                        Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "libpenstock-" + System.nanoTime()),
                        PosixFilePermissions.asFileAttribute(
                                EnumSet.of(
                                        PosixFilePermission.OWNER_READ,
                                        PosixFilePermission.OWNER_WRITE,
                                        PosixFilePermission.OWNER_EXECUTE)));
        File file = new File(folder.toFile(), CARRIED);
        try {
            try (FileOutputStream out = new FileOutputStream(file)) {
                out.write(library);
            }
            load(file.toPath());
        } finally {
            Files.deleteIfExists(file.toPath());
            Files.delete(folder);
        }
    }

    @Override
    public native int pipe(int[] fds);

    @Override
    public native int dup(int fd);

    @Override
    public native int dup2(int oldFd, int newFd);

    @Override
    public int fcntl(int fd, int command, int argument) {
        Fcntl.requireKnown(command);
        return fcntl0(fd, command, argument);
    }

    private native int fcntl0(int fd, int command, int argument);

    @Override
    public native int close(int fd);

    @Override
    public native int kill(int pid, int signal);

    @Override
    public native int open(byte[] path, int flags, int mode);

    @Override
    public native long read(int fd, long address, long count);

    @Override
    public native long write(int fd, long address, long count);

    @Override
    public native long send(int fd, long address, long count, int flags);

    @Override
    public native long recv(int fd, long address, long count, int flags);

    @Override
    public native int fsync(int fd);

    @Override
    public native long pread(int fd, long address, long count, long offset);

    @Override
    public native long readv(int fd, long iovecs, int count);

    @Override
    public native long writev(int fd, long iovecs, int count);

    @Override
    public native long splice(
            int in, long inOffset, int out, long outOffset, long count, int flags);

    @Override
    public native long tee(int in, int out, long count, int flags);

    @Override
    public native int ioctl(int fd, long request, long address);

    @Override
    public native int poll(long pollfds, long count, int timeoutMillis);

    @Override
    public native int epollCreate1(int flags);

    @Override
    public native int epollCtl(int epfd, int operation, int fd, long event);

    @Override
    public native int epollWait(int epfd, long events, int maxEvents, int timeoutMillis);

    @Override
    public native int eventfd(int initial, int flags);

    @Override
    public int memfdCreate(String name, int flags) {
        return memfdCreate(name.getBytes(StandardCharsets.US_ASCII), flags);
    }

    private native int memfdCreate(byte[] name, int flags);

    @Override
    public native int pidfdOpen(int pid, int flags);

    @Override
    public native int pidfdSendSignal(int pidfd, int signal, long siginfo, int flags);

    @Override
    public native int pidfdGetfd(int pidfd, int fd, int flags);

    @Override
    public native int waitid(int idType, int id, long siginfo, int options, long usage);

    @Override
    public native int prctl(int option, long second, long third, long fourth, long fifth);

    @Override
    public native int socket(int domain, int type, int protocol);

    @Override
    public native long processVmReadv(int pid, long local, long remote);

    @Override
    public native int fchown(int fd, int uid, int gid);

    @Override
    public native int sigaction(int signal, long action, long before);

    @Override
    public native long environ();

    @Override
    public native int getrusage(int who, long usage);

    @Override
    public native int posixSpawnp(
            long pid, long file, long fileActions, long attributes, long argv, long envp);

    @Override
    public native int fileActionsInit(long actions);

    @Override
    public native int fileActionsDestroy(long actions);

    @Override
    public native int fileActionsAddDup2(long actions, int oldFd, int newFd);

    @Override
    public native int fileActionsAddClose(long actions, int fd);

    @Override
    public native int fileActionsAddCloseFrom(long actions, int first);

    @Override
    public native int fileActionsAddChdir(long actions, long path);

    @Override
    public native int spawnAttributesInit(long attributes);

    @Override
    public native int spawnAttributesDestroy(long attributes);

    @Override
    public native int spawnAttributesSetFlags(long attributes, short flags);

    @Override
    public native int spawnAttributesSetSigmask(long attributes, long sigset);

    @Override
    public native int spawnAttributesSetSigdefault(long attributes, long sigset);

    @Override
    public native int spawnAttributesSetPgroup(long attributes, int pgroup);

    @Override
    public native long address(ByteBuffer direct);
}
