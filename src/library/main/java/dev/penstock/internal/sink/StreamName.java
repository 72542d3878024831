package dev.penstock.internal.sink;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A name by which the JDK's file streams open a file, until it is closed. They encode a string by
 * the locale's character set, so a name beyond ASCII may not be theirs to open: it goes by a
 * descriptor's link in {@code /proc} instead.
 *
 * @param held names the file and opens nothing; null where the name is plain
 */
record StreamName(File file, Fd held) implements Closeable {

    /** Of a file that exists. */
    static StreamName of(Path path) throws IOException {
        if (FileName.isPlain(path)) {
            return new StreamName(path.toFile(), null);
        }
        int fd = Linux.libc().open(FileName.bytes(path), Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
        Fd held = Fd.adopt(SyscallException.check("open", fd));
        return new StreamName(new File("/proc/self/fd/" + held.number()), held);
    }

    @Override
    public void close() throws IOException {
        if (held != null) {
            held.close();
        }
    }
}
