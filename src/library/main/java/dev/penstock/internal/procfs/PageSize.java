package dev.penstock.internal.procfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The page size, which a slot of a pipe holds at most; from the auxiliary vector that the kernel
 * gave this process (getauxval(3)).
 */
public final class PageSize {
    /** uapi/linux/auxvec.h */
    private static final long AT_PAGESZ = 6;

    private PageSize() {}

    /**
     * This machine's.
     *
     * @return bytes
     * @throws IOException if {@code /proc/self/auxv} cannot be read
     */
    public static long get() throws IOException {
        return parse(ProcFile.bytes(Path.of("/proc/self/auxv")));
    }

    /** Pairs of a kind and a value, 8 bytes each. */
    static long parse(byte[] auxv) throws IOException {
        ByteBuffer pairs = ByteBuffer.wrap(auxv).order(ByteOrder.nativeOrder());
        while (pairs.remaining() >= 16) {
            long kind = pairs.getLong();
            long value = pairs.getLong();
            if (kind == AT_PAGESZ) {
                return value;
            }
        }
        throw new IOException("/proc/self/auxv has no AT_PAGESZ");
    }
}
