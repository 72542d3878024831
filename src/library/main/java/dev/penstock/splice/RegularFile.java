package dev.penstock.splice;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Files by path: opening them, and putting them aside. What fails names the file. */
final class RegularFile {
    private static final int MODE_0666 = 0_666;

    private RegularFile() {}

    /**
     * Opens a file for writing. {@code O_NONBLOCK} lasts for the opening only: a FIFO without a
     * reader would make it wait.
     *
     * @param how {@code O_EXCL}, {@code O_TRUNC} or {@code O_APPEND}
     */
    static Target open(Path path, int how) throws IOException {
        Libc libc = Linux.libc();
        int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_CLOEXEC | Fcntl.O_NOCTTY | how;
        try {
            int opened = libc.open(FileName.bytes(path), flags | Fcntl.O_NONBLOCK, MODE_0666);
            Fd fd = Fd.adopt(check("open", opened));
            Target target = new Target(path.toString(), fd, true);
            try {
                if (libc.fcntl(fd.number(), Fcntl.F_GETPIPE_SZ, 0) >= 0) {
                    throw new FileSystemException(
                            path.toString(), null, "is a FIFO, which can be full: use Forward");
                }
                check(
                        "fcntl(F_SETFL)",
                        libc.fcntl(fd.number(), Fcntl.F_SETFL, how & Fcntl.O_APPEND),
                        fd.number());
                return target;
            } catch (IOException e) {
                target.close();
                throw e;
            }
        } catch (SyscallException e) {
            throw Target.named(path.toString(), e);
        }
    }

    /**
     * Makes room for a new file of that name: {@code name} becomes {@code name.1}, that {@code
     * name.2}, and so on; the one that was {@code name.}<em>keep</em> is gone.
     */
    static void putAside(Path path, int keep) throws IOException {
        for (int number = keep - 1; number >= 1; number--) {
            Path older = numbered(path, number);
            if (Files.exists(older)) {
                replace(older, numbered(path, number + 1));
            }
        }
        replace(path, numbered(path, 1));
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path numbered(Path path, int number) {
        byte[] name = FileName.bytes(path);
        byte[] suffix = ("." + number).getBytes(StandardCharsets.US_ASCII);
        byte[] numbered = Arrays.copyOf(name, name.length + suffix.length);
        System.arraycopy(suffix, 0, numbered, name.length, suffix.length);
        return FileName.path(numbered);
    }
}
