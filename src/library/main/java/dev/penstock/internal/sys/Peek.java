package dev.penstock.internal.sys;

import dev.penstock.libc.Libc;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads this process's memory at any address, by way of a pipe: the kernel copies it in and out,
 * and needs no right for that as process_vm_readv(2) does. Any thread.
 */
final class Peek {
    /** At most so much lies on one page with its beginning; the smallest page there is. */
    private static final int PAGE = 4096;

    private static final int LONGEST = 1 << 16;

    private final Libc libc;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(PAGE).order(ByteOrder.nativeOrder());
    private int[] pipe;

    Peek(Libc libc) {
        this.libc = libc;
    }

    /** A C {@code int}. */
    synchronized int number(long address) {
        read(address, Integer.BYTES);
        return bytes.getInt(0);
    }

    /** Pointers, up to a null. */
    synchronized List<Long> pointers(long address) {
        List<Long> found = new ArrayList<>();
        while (true) {
            read(address + (long) found.size() * Long.BYTES, Long.BYTES);
            if (bytes.getLong(0) == 0) {
                return found;
            }
            found.add(bytes.getLong(0));
        }
    }

    /** A C string, without its NUL. */
    synchronized byte[] string(long address) {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        for (long at = address; found.size() < LONGEST; ) {
            int count = PAGE - (int) (at % PAGE);
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

    private void read(long address, int count) {
        if (pipe == null) {
            int[] made = new int[2];
            if (libc.pipe(made) < 0) {
                throw new IllegalStateException(
                        "dev.penstock.diagnosis.trace: no pipe to read memory through");
            }
            pipe = made;
        }
        long wrote = libc.write(pipe[1], address, count);
        if (wrote != count || libc.read(pipe[0], libc.address(bytes), count) != count) {
            throw new IllegalStateException(
                    "dev.penstock.diagnosis.trace: cannot read at " + address);
        }
    }
}
