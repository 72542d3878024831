package dev.penstock.internal.sys;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A {@code struct rusage} as getrusage(2) and waitid(2) fill it in, from linux/resource.h; each
 * field has 8 bytes:
 *
 * <pre>
 *   0              16             32        64         72                 144
 *   |ru_utime s, µs|ru_stime s, µs|ru_maxrss|…|ru_minflt|ru_majflt|…        |
 * </pre>
 *
 * Not thread-safe.
 */
public final class ResourceUsage {
    /** This process, all threads together. */
    public static final int RUSAGE_SELF = 0;

    static final int SIZE = 144;
    static final int USER_OFFSET = 0;
    static final int SYSTEM_OFFSET = 16;
    static final int MAX_RESIDENT_OFFSET = 32;
    static final int MINOR_FAULTS_OFFSET = 64;
    static final int MAJOR_FAULTS_OFFSET = 72;

    private static final long NANOS_PER_MICRO = 1000;

    private final NativeMemory memory = new NativeMemory(SIZE);
    private final ByteBuffer bytes = memory.bytes();

    public long address() {
        return memory.address();
    }

    /** Zeroes it, for a kernel or emulator that leaves it alone. */
    public void clear() {
        for (int i = 0; i < SIZE; i += Long.BYTES) {
            bytes.putLong(i, 0);
        }
    }

    /** Processor time in the program. */
    public Duration user() {
        return time(USER_OFFSET);
    }

    /** Processor time in the kernel on the program's behalf. */
    public Duration system() {
        return time(SYSTEM_OFFSET);
    }

    private Duration time(int offset) {
        return Duration.ofSeconds(
                bytes.getLong(offset), bytes.getLong(offset + Long.BYTES) * NANOS_PER_MICRO);
    }

    /** The most memory that was resident at once, in KiB. */
    public long maxResidentKib() {
        return bytes.getLong(MAX_RESIDENT_OFFSET);
    }

    /** Page faults served without reading from a disk. */
    public long minorFaults() {
        return bytes.getLong(MINOR_FAULTS_OFFSET);
    }

    /** Page faults that had to wait for one. */
    public long majorFaults() {
        return bytes.getLong(MAJOR_FAULTS_OFFSET);
    }
}
