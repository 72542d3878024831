package dev.penstock.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;

/** A bare pipe, as the user of a loop may have one: no class of this project's pipes. */
final class Kernel implements Closeable {
    private static final Libc LIBC = Linux.libc();

    final Fd reader;
    final Fd writer;
    private final NativeMemory memory = new NativeMemory(4096);

    private Kernel(Fd reader, Fd writer) {
        this.reader = reader;
        this.writer = writer;
    }

    static Kernel pipe() throws SyscallException {
        int[] fds = new int[2];
        SyscallException.check("pipe", LIBC.pipe(fds));
        return new Kernel(new Fd(fds[0]), new Fd(fds[1]));
    }

    void put(int bytes) {
        assertEquals(bytes, LIBC.write(writer.number(), memory.address(), bytes));
    }

    /** One read(2), which waits if nothing is there; 0 is end of file. */
    long take() {
        return LIBC.read(reader.number(), memory.address(), memory.bytes().capacity());
    }

    @Override
    public void close() throws IOException {
        reader.close();
        writer.close();
    }
}
