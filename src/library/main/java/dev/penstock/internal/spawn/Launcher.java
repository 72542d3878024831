package dev.penstock.internal.spawn;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The program that does for a child what posix_spawn(3) cannot: {@code native/launch.c}, static and
 * of a few kilobytes, which the jar carries for each machine that it was built for. At its first
 * use it is copied into a sealed memfd, which stays open for as long as the JVM runs and is
 * executed from there: no file system has to allow it. Any thread.
 */
final class Launcher {
    private static final String MACHINE =
            System.getProperty("penstock.launcher.machine", Linux.AARCH64 ? "aarch64" : "x86_64");

    /** This JVM's. */
    static final Launcher OURS = new Launcher(MACHINE);

    private final String file;

    /** Null until it is first needed. Guarded by this. */
    private Fd memfd;

    /**
     * @param machine as uname(1) names it
     */
    Launcher(String machine) {
        file = "launch-" + machine;
    }

    /**
     * A descriptor of the program, close-on-exec, which stays this object's.
     *
     * @throws IOException if it is damaged, or cannot be copied
     */
    synchronized int descriptor(Libc libc) throws IOException {
        if (memfd == null) {
            memfd = copy(libc, carried());
        }
        return memfd.number();
    }

    /** Closes the descriptor; the next use makes another. */
    synchronized void letGo() throws IOException {
        if (memfd != null) {
            memfd.close();
            memfd = null;
        }
    }

    private byte[] carried() throws IOException {
        byte[] program = resource(file);
        String sum = HexFormat.of().formatHex(sha256().digest(program));
        String sums = new String(resource("launch.sha256"), StandardCharsets.US_ASCII);
        if (!sums.contains(sum + "  " + file + "\n")) {
            throw new IOException(file + " is damaged: its SHA-256 is " + sum);
        }
        return program;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Launcher.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(
                        "this build carries no "
                                + name
                                + " (`make` builds it where there is a compiler)");
            }
            return in.readAllBytes();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    private static Fd copy(Libc libc, byte[] program) throws IOException {
        int flags = SystemConstants.MFD_CLOEXEC | SystemConstants.MFD_ALLOW_SEALING;
        int fd = libc.memfdCreate("penstock-launch", flags | SystemConstants.MFD_EXEC);
        if (fd == -Errno.EINVAL) {
            // Before Linux 6.3, when every memfd could be executed.
            fd = libc.memfdCreate("penstock-launch", flags);
        }
        if (fd == -Errno.EACCES || fd == -Errno.EPERM || fd == -Errno.ENOSYS) {
            throw new IOException(refused(-fd));
        }
        Fd memfd = Fd.adopt(SyscallException.check("memfd_create", fd));
        try {
            write(libc, memfd.number(), program);
            int seals =
                    SystemConstants.F_SEAL_SEAL
                            | SystemConstants.F_SEAL_SHRINK
                            | SystemConstants.F_SEAL_GROW
                            | SystemConstants.F_SEAL_WRITE;
            int sealed = libc.fcntl(memfd.number(), Fcntl.F_ADD_SEALS, seals);
            SyscallException.check("fcntl(F_ADD_SEALS)", sealed, memfd.number());
            return memfd;
        } catch (IOException e) {
            memfd.close();
            throw e;
        }
    }

    private static String refused(int errno) {
        return "memfd_create fails with "
                + Errno.name(errno)
                + (errno == Errno.EACCES
                        ? ": vm.memfd_noexec is 2, and `sysctl vm.memfd_noexec=1` lets programs be"
                                + " executed from memory that say so, as the launcher is"
                        : ": a seccomp filter has to allow it, for the launcher");
    }

    private static void write(Libc libc, int fd, byte[] program) throws IOException {
        NativeMemory memory = new NativeMemory(program.length);
        memory.bytes().put(program);
        int done = 0;
        while (done < program.length) {
            long n = libc.write(fd, memory.address() + done, program.length - done);
            if (n != -Errno.EINTR) {
                done += (int) SyscallException.check("write", n, fd);
            }
        }
    }
}
