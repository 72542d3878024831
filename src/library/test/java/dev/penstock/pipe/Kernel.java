package dev.penstock.pipe;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.libc.Fcntl;
import dev.penstock.testing.Eventually;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/** What the kernel says of itself, asked without the classes under test. */
public final class Kernel {
    private static final int CAP_SYS_RESOURCE = 24;

    /** Where a writer sleeps, by the kernel's age. */
    private static final Set<String> IN_PIPE_WRITE =
            Set.of("pipe_write", "pipe_wait", "anon_pipe_write");

    private Kernel() {}

    public static int pageSize() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.startsWith("KernelPageSize:")) {
                return 1024 * Integer.parseInt(line.split("\\s+")[1]);
            }
        }
        throw new IOException("/proc/self/smaps has no KernelPageSize");
    }

    public static int pipeMaxSize() throws IOException {
        // readString asks for one byte first, and a sysctl file has no second read.
        return Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/fs/pipe-max-size")).get(0));
    }

    /** Whether the limits of pipes do not hold for this process. */
    public static boolean isPrivileged() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("CapEff:")) {
                long capabilities = Long.parseUnsignedLong(line.split("\\s+")[1], 16);
                return (capabilities >>> CAP_SYS_RESOURCE & 1) == 1;
            }
        }
        throw new IOException("/proc/self/status has no CapEff");
    }

    public static boolean hasRoom(int fd) throws IOException {
        return (new PollFd().poll(fd, PollFd.POLLOUT, 0) & PollFd.POLLOUT) != 0;
    }

    public static boolean isNonBlocking(int fd) {
        return (Linux.libc().fcntl(fd, Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK) != 0;
    }

    /** A number that is free may be a file of the JVM's own a moment later, but never a pipe. */
    public static boolean isOpen(int fd) throws IOException {
        try {
            return Files.readSymbolicLink(file(fd).toPath()).toString().startsWith("pipe:");
        } catch (NoSuchFileException closed) {
            return false;
        }
    }

    public static boolean isClosedOnExec(int fd) {
        return Linux.libc().fcntl(fd, Fcntl.F_GETFD, 0) == Fcntl.FD_CLOEXEC;
    }

    /** A path that opens a description of its own of this process's descriptor. */
    public static File file(int fd) {
        return new File("/proc/self/fd/" + fd);
    }

    /** Starts a child whose standard output is the pipe, of which this process keeps none. */
    public static Process writingTo(Pipe pipe, String... command) throws IOException {
        Process child =
                new ProcessBuilder(command)
                        .redirectOutput(file(pipe.writeEnd().number()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        pipe.writeEnd().close();
        return child;
    }

    public static void awaitBlockedInWrite(Process child) throws Exception {
        Path wchan = Path.of("/proc/" + child.pid() + "/wchan");
        Eventually.await(
                "a writer asleep in its write, by " + wchan,
                () -> IN_PIPE_WRITE.contains(Files.readString(wchan, StandardCharsets.US_ASCII)));
    }
}
