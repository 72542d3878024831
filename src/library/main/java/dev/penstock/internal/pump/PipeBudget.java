package dev.penstock.internal.pump;

import dev.penstock.internal.sys.KernelRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How much of the kernel's memory this process may take, and has taken, to grow pipes beyond what
 * each of them gets: 16 MiB at most, and at most a quarter of what the user has for all pipes of
 * all processes, {@code /proc/sys/fs/pipe-user-pages-soft}. Beyond that share every new pipe of the
 * user is one of two pages (pipe(7)), so it is not ours to use up. Any thread.
 */
public final class PipeBudget {
    /** Of this nothing is taken, so that every pipe stays as it is. */
    public static final PipeBudget NONE = new PipeBudget(0, 0);

    private static final long MOST = 16 << 20;
    private static final int LARGEST = 1 << 20;

    /** The smallest there is; with larger ones the share is larger than what is made of it here. */
    private static final int PAGE = 4096;

    /** After the kernel's no it is not asked for so long. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final PipeBudget SHARED = new PipeBudget();

    private boolean known;
    private long most;
    private int largest;
    private long taken;
    private long refusals;
    private long refusedAt;

    private PipeBudget() {}

    /**
     * @param most how many bytes may be taken
     * @param largest what a pipe is grown to
     */
    PipeBudget(long most, int largest) {
        this.most = most;
        this.largest = largest;
        known = true;
    }

    /** The one that all streams of this process share. */
    public static PipeBudget shared() {
        return SHARED;
    }

    /** Asks the kernel for its limits, the first time that they matter. */
    private void know() {
        if (known) {
            return;
        }
        known = true;
        largest = Integer.highestOneBit((int) Math.min(LARGEST, setting("pipe-max-size")));
        long share = setting("pipe-user-pages-soft");
        // 0 is no limit.
        most = share == 0 ? MOST : Math.min(MOST, share * PAGE / 4);
        // The pipe may fill up between the last read and the call, so a reader cannot rule it out.
        if (KernelRelease.running().mayLeaveWriterAsleep()) {
            most = 0;
        }
    }

    private static long setting(String name) {
        try {
            return Long.parseLong(Files.readAllLines(Path.of("/proc/sys/fs", name)).get(0));
        } catch (IOException | NumberFormatException unknown) {
            // Then our own bound holds, and the kernel's answer.
            return Integer.MAX_VALUE;
        }
    }

    /** How many bytes may be taken at a time. */
    public synchronized long most() {
        know();
        return most;
    }

    /** How many bytes are taken now: what grown pipes hold more than they did before. */
    public synchronized long taken() {
        return taken;
    }

    /**
     * How often the kernel has refused to grow a pipe: {@code EPERM} past the user's share, {@code
     * ENOMEM}.
     */
    public synchronized long refusals() {
        return refusals;
    }

    /** What a pipe is grown to, in bytes: 1 MiB, or {@code /proc/sys/fs/pipe-max-size}. */
    synchronized int largest() {
        know();
        return largest;
    }

    /** Takes so many bytes, unless they are too many or the kernel has refused some just now. */
    synchronized boolean take(int bytes) {
        boolean pausing = refusals > 0 && System.nanoTime() - refusedAt < PAUSE_NANOS;
        if (pausing || taken + bytes > most()) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /** As {@link #take}, and only if half of all is left for others. */
    synchronized boolean takeSpare(int bytes) {
        return taken + bytes <= most() / 2 && take(bytes);
    }

    synchronized void giveBack(int bytes) {
        taken -= bytes;
    }

    synchronized void refused() {
        refusals++;
        refusedAt = System.nanoTime();
    }

    @Override
    public synchronized String toString() {
        return taken
                + " of "
                + most()
                + " bytes taken to grow pipes, refused "
                + refusals
                + " times";
    }
}
