package dev.penstock.command.inspect;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How long processes have been there. */
final class ProcessAges {
    /** USER_HZ of both machines' kernels: a clock tick as proc_pid_stat(5) counts. */
    private static final double TICKS_A_SECOND = 100;

    private final ProcFs proc;
    private final double uptime;

    ProcessAges(ProcFs proc) throws IOException {
        this.proc = proc;
        this.uptime = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    }

    /** A process's age; empty if it has ended. */
    Optional<String> of(int pid) {
        return proc.stat(pid)
                .known()
                .map(TaskStat::started)
                .map(started -> text((long) (uptime - started / TICKS_A_SECOND)));
    }

    /** The two largest units: {@code 3 h 12 min}. */
    static String text(long seconds) {
        long[] units = {86_400, 3_600, 60, 1};
        String[] names = {" d", " h", " min", " s"};
        for (int i = 0; i < units.length - 1; i++) {
            if (seconds >= units[i]) {
                long rest = seconds % units[i] / units[i + 1];
                return seconds / units[i] + names[i] + (rest == 0 ? "" : " " + rest + names[i + 1]);
            }
        }
        return Math.max(0, seconds) + " s";
    }
}
