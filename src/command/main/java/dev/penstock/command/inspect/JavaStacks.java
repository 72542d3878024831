package dev.penstock.command.inspect;

import dev.penstock.diagnosis.inspect.ThreadDumps;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Java stacks of other JVMs, from their JDK's jcmd. This disturbs: such a JVM stops its threads
 * for a moment, and writes the dump itself. So it is done only where it is asked for. A JVM's dump
 * is kept, until the next one is asked for.
 */
final class JavaStacks implements ThreadDumps {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int ROOM = 4 << 20;

    // uapi/linux/stat.h: S_IWGRP and S_IWOTH; S_ISVTX
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    private final ProcFs proc;
    private final Map<Integer, Map<Integer, JavaThread>> dumps = new HashMap<>();
    private final Map<Integer, String> failures = new LinkedHashMap<>();

    JavaStacks(ProcFs proc) {
        this.proc = proc;
    }

    @Override
    public Map<Integer, Wait> ask(ProcessView process) throws InterruptedException {
        int pid = process.pid();
        return process.stat().ended() || !isJava(proc.command(pid)) ? Map.of() : dump(pid);
    }

    /** Its threads' waits; what went wrong is kept for {@link #failure}. */
    private Map<Integer, Wait> dump(int pid) throws InterruptedException {
        failures.remove(pid);
        dumps.remove(pid);
        try {
            String text = text(pid);
            Map<Integer, JavaThread> threads = JavaThread.parse(text);
            dumps.put(pid, threads);
            return JavaThread.waits(text, threads);
        } catch (IOException e) {
            failures.put(pid, e.getMessage());
            return Map.of();
        }
    }

    /** The threads of a JVM, by their ids; asks now where it has not been asked. */
    Map<Integer, JavaThread> threads(int pid) throws InterruptedException {
        if (!dumps.containsKey(pid) && !failures.containsKey(pid)) {
            dump(pid);
        }
        return dumps.getOrDefault(pid, Map.of());
    }

    /** Why there are no threads of it: no jcmd, or the JVM does not let us in; null if not so. */
    String failure(int pid) {
        return failures.get(pid);
    }

    private static String text(int pid) throws IOException, InterruptedException {
        Capture out = Capture.of(ROOM);
        Capture err = Capture.of(4096);
        Outcome outcome =
                Command.of(jcmd(pid).toString(), Integer.toString(pid), "Thread.print")
                        .stdout(out)
                        .stderr(err)
                        .timeout(LONGEST)
                        .run();
        if (!outcome.succeeded()) {
            throw new IOException("jcmd: " + outcome + " " + err.text().strip());
        }
        return out.text();
    }

    /** The target's own, which has its version; else this JVM's. */
    private static Path jcmd(int pid) throws IOException {
        Path own = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Path exe = Path.of("/proc/" + pid + "/exe");
        Path theirs = Files.readSymbolicLink(exe).resolveSibling("jcmd");
        if (Files.isExecutable(theirs) && isTrusted(theirs)) {
            return theirs;
        }
        if (Files.isExecutable(own)) {
            return own;
        }
        throw new IOException(
                "there is no jcmd at "
                        + theirs
                        + " that is root's or ours, nor at "
                        + own
                        + ": a JDK has one");
    }

    /**
     * Whether nobody but root and this user can have put it there: a process is not run a program
     * for just because it is called java and has one named jcmd beside it.
     */
    static boolean isTrusted(Path program) throws IOException {
        int self = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        for (Path at = program.toRealPath(); at != null; at = at.getParent()) {
            int owner = (int) Files.getAttribute(at, "unix:uid");
            int mode = (int) Files.getAttribute(at, "unix:mode");
            boolean changeable = (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
            if (owner != 0 && owner != self || changeable) {
                return false;
            }
        }
        return true;
    }

    /** Whether a command is java, by its name. */
    static boolean isJava(String command) {
        return command.equals("java") || command.startsWith("java ");
    }

    /** What to show of a JVM's thread: itself, and main, which says what it is about. */
    static List<JavaThread> shown(Map<Integer, JavaThread> threads, int tid) {
        List<JavaThread> shown = new ArrayList<>();
        if (threads.containsKey(tid)) {
            shown.add(threads.get(tid));
        }
        for (JavaThread thread : threads.values()) {
            if (thread.name().equals("main") && thread.tid() != tid) {
                shown.add(thread);
            }
        }
        return shown;
    }
}
