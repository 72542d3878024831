package dev.penstock.command.inspect;

import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.testing.Eventually;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that hangs, with all that it started, in a session of its own. */
public final class Hung implements AutoCloseable {
    private static final ProcFs PROC = ProcFs.open();

    private static final int CALM_LOOKS = 40;
    private static final long CALM_MILLIS = 100;

    private final Process process;

    public Hung(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(List.of(command));
        // Nothing of it may hold a pipe of ours.
        process =
                new ProcessBuilder(words)
                        .directory(new File("/"))
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
    }

    public static Hung python(String code) throws IOException {
        // The distribution's own, and not the wrapper of a version manager, which is a shell first.
        boolean plain = Files.isExecutable(Path.of("/usr/bin/python3"));
        return new Hung(plain ? "/usr/bin/python3" : "python3", "-c", code);
    }

    public int pid() {
        return (int) process.pid();
    }

    /** Waits for its end, and says how that was. */
    public int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /**
     * Waits until one of its processes sleeps in a pipe, and the first one has come to where it
     * stays: it takes no processor time any more, or goes on taking some.
     */
    public Hung awaitPipe(PipeWait wait) throws Exception {
        Eventually.await(
                "asleep in a pipe, for " + wait,
                () -> {
                    for (int pid : members()) {
                        if (PROC.wchan(pid).known().map(PipeWait::of).orElse(PipeWait.NONE)
                                == wait) {
                            return true;
                        }
                    }
                    return false;
                });
        long before = -1;
        for (int look = 0; look < CALM_LOOKS && before != ticks(); look++) {
            before = ticks();
            Thread.sleep(CALM_MILLIS);
        }
        return this;
    }

    /** Processor time of the first process, in hundredths of a second: proc_pid_stat(5). */
    private long ticks() throws IOException {
        String stat = Files.readString(Path.of("/proc", Integer.toString(pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** The one of its processes with this name, once it is there. */
    public int awaitNamed(String comm) throws Exception {
        int[] found = {0};
        Eventually.await(
                comm,
                () -> {
                    for (int pid : members()) {
                        TaskStat stat = PROC.stat(pid).known().orElse(null);
                        if (stat != null && stat.comm().equals(comm) && !stat.ended()) {
                            found[0] = pid;
                        }
                    }
                    return found[0] != 0;
                });
        return found[0];
    }

    private List<Integer> members() throws IOException {
        List<Integer> members = new ArrayList<>();
        for (int pid : PROC.processes()) {
            if (PROC.stat(pid).known().map(TaskStat::session).orElse(0) == pid()) {
                members.add(pid);
            }
        }
        return members;
    }

    @Override
    public void close() throws IOException {
        for (int pid : members()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        process.onExit().join();
        process.getInputStream().close();
        process.getErrorStream().close();
        process.getOutputStream().close();
    }
}
