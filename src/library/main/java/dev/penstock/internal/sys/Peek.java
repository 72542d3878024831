package dev.penstock.internal.sys;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads this process's memory at any address, by way of a pipe: the kernel copies it in and out,
 * and answers {@code EFAULT} where nothing is mapped. It needs no right for that, as
 * process_vm_readv(2) does in some sandboxes. Any thread.
 */
public final class Peek implements Closeable {
    /** At most so much lies on one page with its beginning; the smallest page there is. */
    private static final int PAGE = 4096;

    private final Libc libc;

    /** Not a {@link NativeMemory}, which takes its address by the library that is being bound. */
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(PAGE).order(ByteOrder.nativeOrder());

    /** Null until it is first needed. Guarded by this, as the bytes are. */
    private int[] pipe;

    public Peek(Libc libc) {
        this.libc = libc;
    }

    /** A C {@code int}. */
    synchronized int number(long address) throws IOException {
        read(address, Integer.BYTES);
        return bytes.getInt(0);
    }

    /** Pointers, up to a null. */
    public synchronized long[] pointers(long address) throws IOException {
        long[] found = new long[64];
        int count = 0;
        for (long at = address; ; ) {
            int left = Math.max(toPageEnd(at) & -Long.BYTES, Long.BYTES);
            read(at, left);
            for (int i = 0; i < left; i += Long.BYTES) {
                if (bytes.getLong(i) == 0) {
                    return Arrays.copyOf(found, count);
                }
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = bytes.getLong(i);
            }
            at += left;
        }
    }

    /**
     * A C string, without its NUL.
     *
     * @param longest where it is cut at the latest, but for the rest of a page
     */
    public synchronized byte[] string(long address, int longest) throws IOException {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        for (long at = address; found.size() < longest; ) {
            int count = toPageEnd(at);
            read(at, count);
            for (int i = 0; i < count; i++, at++) {
                if (bytes.get(i) == 0) {
                    return found.toByteArray();
                }
                found.write(bytes.get(i));
            }
        }
        return found.toByteArray();
    }

    private static int toPageEnd(long address) {
        return PAGE - (int) (address & (PAGE - 1));
    }

    /** No more than what lies on one page: the pipe has room for it, whatever its size. */
    private void read(long address, int count) throws IOException {
        if (pipe == null) {
            int[] made = new int[2];
            check("pipe", libc.pipe(made));
            pipe = made;
        }
        long wrote = check("write", again(address, count), pipe[1]);
        check("read", libc.read(pipe[0], libc.address(bytes), wrote), pipe[0]);
        if (wrote < count) {
            throw new SyscallException("write", Errno.EFAULT, pipe[1]);
        }
    }

    private long again(long address, int count) {
        long wrote;
        do {
            wrote = libc.write(pipe[1], address, count);
        } while (wrote == -Errno.EINTR);
        return wrote;
    }

    @Override
    public synchronized void close() throws IOException {
        if (pipe != null) {
            int reader = libc.close(pipe[0]);
            int writer = libc.close(pipe[1]);
            int[] closed = pipe;
            pipe = null;
            check("close", reader, closed[0]);
            check("close", writer, closed[1]);
        }
    }
}
