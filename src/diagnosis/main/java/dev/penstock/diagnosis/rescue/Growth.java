package dev.penstock.diagnosis.rescue;

import dev.penstock.diagnosis.stall.SleepingWrite;
import dev.penstock.internal.procfs.ProcFile;
import dev.penstock.internal.sys.KernelRelease;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A pipe that was made larger, and whether its writer went on.
 *
 * @param before its capacity in bytes
 * @param after its capacity then
 * @param calls how often F_SETPIPE_SZ was called: twice where once may leave the writer asleep
 * @param unreadBefore how much was in it
 * @param unreadAfter how much then
 * @param returned how many write-like calls of its writers have returned since; -1 if one of them
 *     may not be looked at
 * @param progressed whether more is in it, a write has returned, or a writer that was asleep is no
 *     more
 * @param stuck a writer that is asleep in it still, or again
 */
public record Growth(
        int before,
        int after,
        int calls,
        long unreadBefore,
        long unreadAfter,
        long returned,
        boolean progressed,
        Optional<SleepingWrite> stuck) {
    private static final Path SETTINGS = Path.of("/proc/sys/fs");

    /** A writer that was woken needs a CPU to go on, and perhaps to fill the pipe again. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * Makes a pipe larger and watches, for two seconds at most, what becomes of it.
     *
     * @param pipe which
     * @param size in bytes; the kernel rounds it up
     * @param writers who write into it
     * @return what came of it
     * @throws RefusedException if it is not smaller now, or if the kernel's limits forbid it
     * @throws IOException if it fails for another reason
     * @throws InterruptedException if this thread is interrupted
     */
    public static Growth grow(PipeBacklog pipe, int size, Writers writers)
            throws IOException, InterruptedException {
        return grow(pipe, size, writers, KernelRelease.running());
    }

    static Growth grow(PipeBacklog pipe, int size, Writers writers, KernelRelease kernel)
            throws IOException, InterruptedException {
        int before = pipe.capacity();
        if (size <= before) {
            throw new RefusedException(
                    "the pipe has " + before + " bytes already; " + size + " is not more");
        }
        Optional<SleepingWrite> asleep = writers.asleep();
        OptionalLong calledBefore = writers.returned();
        long unread = pipe.unread();
        int calls = kernel.mayLeaveWriterAsleep() ? 2 : 1;
        int after = before;
        for (int i = 0; i < calls; i++) {
            after = pipe.resize(size);
            if (after == -Errno.EPERM) {
                throw new RefusedException(refusal(size));
            }
            SyscallException.check("fcntl(F_SETPIPE_SZ)", after);
        }
        Optional<SleepingWrite> stuck = writers.settle(PATIENCE);
        OptionalLong called = writers.returned();
        long returned =
                called.isPresent() && calledBefore.isPresent()
                        ? Math.max(0, called.getAsLong() - calledBefore.getAsLong())
                        : -1;
        boolean progressed =
                pipe.unread() > unread || returned > 0 || asleep.isPresent() && stuck.isEmpty();
        return new Growth(before, after, calls, unread, pipe.unread(), returned, progressed, stuck);
    }

    /** pipe_set_size of fs/pipe.c: who may pass which limit. */
    private static String refusal(int size) {
        return "the kernel refuses to grow the pipe to "
                + size
                + " bytes (EPERM). Without CAP_SYS_RESOURCE no pipe may be larger than"
                + " fs.pipe-max-size ("
                + setting("pipe-max-size")
                + " bytes), nor, without CAP_SYS_ADMIN either, all pipes of the user who made this"
                + " one larger together than fs.pipe-user-pages-soft ("
                + setting("pipe-user-pages-soft")
                + " pages) and fs.pipe-user-pages-hard ("
                + setting("pipe-user-pages-hard")
                + " pages; 0 is no limit): try less, or the same with sudo, or --drain";
    }

    private static String setting(String name) {
        try {
            return ProcFile.text(SETTINGS.resolve(name)).strip();
        } catch (IOException untold) {
            return "unknown";
        }
    }
}
