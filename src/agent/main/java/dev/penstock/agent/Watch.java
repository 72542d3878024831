package dev.penstock.agent;

import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Inspector;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.text.LogSafe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes nothing, and warns of a child that stands in a full pipe, once: who it is, since when,
 * whose fault that is, and which thread started it where.
 */
final class Watch implements Starts, Runnable {
    /** Which {@code penstock inspect} and thread dumps show. */
    static final String THREAD = "penstock-agent";

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Duration every;
    private final Duration after;
    private final Log log;
    private final ProcFs proc = ProcFs.open();
    private final FullPipeWrites writes = new FullPipeWrites(proc);
    private final Map<Long, StartedChild> children = new ConcurrentHashMap<>();
    private boolean running;

    /** Since when those stood that were inspected. */
    private final Map<Integer, Long> inspected = new HashMap<>();

    /**
     * @param after so long a child may stand in a full pipe whose reader is not known to be stuck
     */
    Watch(Duration every, Duration after, Log log) {
        this.every = every;
        this.after = after;
        this.log = log;
    }

    @Override
    public Process start(ProcessBuilder builder, boolean ownEnvironment) {
        return null;
    }

    @Override
    public List<Process> startPipeline(List<ProcessBuilder> builders) {
        return null;
    }

    @Override
    public void started(Process process) {
        StartedChild child =
                new StartedChild(
                        process.toHandle(),
                        Thread.currentThread(),
                        new Throwable().getStackTrace());
        children.put(process.pid(), child);
        begin();
    }

    private synchronized void begin() {
        if (!running) {
            Thread thread = new Thread(null, this, THREAD, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
            running = true;
        }
    }

    @Override
    public void run() {
        try {
            for (; ; ) {
                Thread.sleep(every.toMillis());
                children.values().removeIf(child -> !child.handle.isAlive());
                if (!children.isEmpty()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            log.once("the watch has ended: its thread was interrupted", e);
        } catch (IOException | RuntimeException e) {
            log.once("the watch has ended", e);
        }
    }

    private void look() throws IOException, InterruptedException {
        Map<Integer, StartedChild> starters = new HashMap<>();
        ProcessHandle.current()
                .descendants()
                .forEach(
                        process -> {
                            StartedChild child = starter(process);
                            if (child != null && !child.told) {
                                starters.put((int) process.pid(), child);
                            }
                        });
        Map<Integer, Long> standing = writes.look(new ArrayList<>(starters.keySet()));
        inspected.keySet().retainAll(standing.keySet());
        standing.entrySet().removeIf(stand -> !isDue(stand.getKey(), stand.getValue()));
        if (standing.isEmpty()) {
            return;
        }
        Inspection inspection =
                new Inspector(proc, LOOK).inspect(view -> standing.containsKey(view.pid()));
        standing.forEach(
                (pid, since) -> {
                    StartedChild child = starters.get(pid);
                    Optional<Finding> stall =
                            inspection.findings().stream()
                                    .filter(finding -> finding.verdict().stalled())
                                    .filter(finding -> finding.pids().contains(pid))
                                    .findFirst();
                    boolean isLong = System.nanoTime() - since >= after.toNanos();
                    if (!child.told && (stall.isPresent() || isLong)) {
                        child.told = true;
                        tell(stall, child, pid, since);
                    }
                });
    }

    /** Whether one is to be inspected: when it has just come to stand, and when its time is up. */
    private boolean isDue(int pid, long sinceNanos) {
        Long before = inspected.put(pid, sinceNanos);
        return before == null
                || before != sinceNanos
                || System.nanoTime() - sinceNanos >= after.toNanos();
    }

    /**
     * Who of those that this JVM started is it, or the nearest above it; null if that is not known.
     */
    private StartedChild starter(ProcessHandle process) {
        for (ProcessHandle above = process; above != null; above = above.parent().orElse(null)) {
            StartedChild child = children.get(above.pid());
            if (child != null) {
                return child;
            }
        }
        return null;
    }

    private void tell(Optional<Finding> stall, StartedChild child, int pid, long sinceNanos) {
        Duration standing = Duration.ofNanos(System.nanoTime() - sinceNanos);
        Duration age = Duration.ofNanos(System.nanoTime() - child.startedNanos);
        String summary =
                stall.isPresent()
                        ? stall.get().verdict().text() + ": " + stall.get().summary()
                        : proc.command(pid) + " (" + pid + ") writes to a full pipe";
        if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            record(summary, child, pid, standing);
        }
        log.warn(
                "penstock-agent: "
                        + LogSafe.line(summary)
                        + "; pid "
                        + pid
                        + " has stood there for at least "
                        + seconds(standing)
                        + " s. The thread \""
                        + LogSafe.line(child.thread)
                        + "\" started "
                        + (pid == child.handle.pid() ? "it" : "its ancestor " + child.handle.pid())
                        + " "
                        + seconds(age)
                        + " s ago. More: penstock inspect "
                        + pid
                        + child.stackText());
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }

    private static void record(String summary, StartedChild child, int pid, Duration standing) {
        StalledChildEvent event = new StalledChildEvent();
        event.pid = pid;
        event.summary = summary;
        event.standing = standing.toNanos();
        event.thread = child.thread;
        event.stack = child.stackText().strip();
        event.commit();
    }
}
