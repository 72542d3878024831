package dev.penstock.internal.procfs;

import java.util.Set;

/**
 * What a task that sleeps in a pipe waits for, told from its {@code /proc/PID/wchan}: the kernel
 * function it sleeps in. The names change between kernels, so these are sets.
 *
 * <p>fs/pipe.c: {@code pipe_wait} slept for either side before 5.5; {@code pipe_write} and {@code
 * pipe_read} do since; they are split into {@code anon_pipe_…} and {@code fifo_pipe_…} from 6.15
 * on. The {@code pipe_wait_…able} are where splice(2) and tee(2) sleep.
 */
public enum PipeWait {
    /** For room: a reader must take something. */
    ROOM,
    /** For bytes: a writer must put something in, or all of them must close. */
    BYTES,
    /** For one of the two; this old kernel's name does not say which. */
    EITHER,
    /** Not in a pipe. */
    NONE;

    private static final Set<String> WRITERS =
            Set.of("pipe_write", "anon_pipe_write", "fifo_pipe_write", "pipe_wait_writable");
    private static final Set<String> READERS =
            Set.of("pipe_read", "anon_pipe_read", "fifo_pipe_read", "pipe_wait_readable");

    /**
     * Tells it from a kernel function's name.
     *
     * @param wchan as {@link ProcFs#wchan} gives it
     * @return what is waited for
     */
    public static PipeWait of(String wchan) {
        if (WRITERS.contains(wchan)) {
            return ROOM;
        }
        if (READERS.contains(wchan)) {
            return BYTES;
        }
        return wchan.equals("pipe_wait") ? EITHER : NONE;
    }

    /**
     * Whether it may be a writer in a full pipe.
     *
     * @return true for ROOM and EITHER
     */
    public boolean mayWaitForRoom() {
        return this == ROOM || this == EITHER;
    }
}
