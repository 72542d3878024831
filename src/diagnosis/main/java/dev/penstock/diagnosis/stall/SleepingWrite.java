package dev.penstock.diagnosis.stall;

import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.TaskIo;
import java.util.OptionalLong;

/**
 * The task that is blocked, as {@code /proc} shows it.
 *
 * @param tid its thread; the same for the first one
 * @param command the command line, shortened
 * @param wchan the kernel function it sleeps in
 * @param call the system call it is in, and on which descriptor
 * @param io what its process has written so far, to whatever file
 */
public record SleepingWrite(
        int pid,
        int tid,
        String command,
        Reading<String> wchan,
        Reading<WriteCall> call,
        Reading<TaskIo> io) {
    /**
     * A write of whatever kind.
     *
     * @param name as in the manual
     * @param fd where it writes to
     * @param count how much it was asked to write, where the arguments say so
     */
    public record WriteCall(String name, int fd, OptionalLong count) {}
}
