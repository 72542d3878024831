package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;

/** Which FIFO an open(2) sleeps at: its path lies in the caller's memory. */
final class FifoPaths {
    /** uapi/linux/fcntl.h: relative to the working directory. */
    static final int AT_FDCWD = -100;

    // uapi/asm-generic/fcntl.h
    private static final int O_ACCMODE = 3;
    private static final int O_WRONLY = 1;

    private final ProcFs proc;
    private final Memory memory;

    FifoPaths(ProcFs proc, Memory memory) {
        this.proc = proc;
        this.memory = memory;
    }

    /** O_RDWR never waits, so it is opened either to write or to read. */
    Wait.Partner opened(ProcessView process, int folder, long address, int flags) {
        Reading<String> path = memory.path(process.live(), address);
        return path.known()
                .map(
                        known ->
                                new Wait.Partner(
                                        absolute(process, folder, known),
                                        (flags & O_ACCMODE) == O_WRONLY))
                .orElse(Wait.Partner.UNSEEN);
    }

    private String absolute(ProcessView process, int folder, String path) {
        if (path.startsWith("/")) {
            return path;
        }
        String from =
                folder == AT_FDCWD
                        ? proc.workingDirectory(process.pid()).known().orElse("")
                        : process.file(folder).orElse("");
        return from.isEmpty() ? path : from.equals("/") ? "/" + path : from + "/" + path;
    }
}
