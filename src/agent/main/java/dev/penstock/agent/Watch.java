package dev.penstock.agent;

import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Inspector;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Log log;
    private final ProcFs proc = ProcFs.open();
    private final FullPipeWrites writes = new FullPipeWrites(proc);
    private final Map<Long, StartedChild> children = new ConcurrentHashMap<>();
    private boolean running;

    Watch(Duration every, Log log) {
        this.every = every;
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
        if (standing.isEmpty()) {
            return;
        }
        Inspection inspection =
                new Inspector(proc, LOOK).inspect(view -> standing.containsKey(view.pid()));
        for (Map.Entry<Integer, Long> stand : standing.entrySet()) {
            StartedChild child = starters.get(stand.getKey());
            for (Finding finding : inspection.findings()) {
                if (!child.told
                        && finding.verdict().stalled()
                        && finding.pids().contains(stand.getKey())) {
                    child.told = true;
                    tell(finding, child, stand.getKey(), stand.getValue());
                }
            }
        }
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

    private void tell(Finding finding, StartedChild child, int pid, long sinceNanos) {
        Duration standing = Duration.ofNanos(System.nanoTime() - sinceNanos);
        Duration age = Duration.ofNanos(System.nanoTime() - child.startedNanos);
        log.warn(
                "penstock-agent: "
                        + finding.verdict().text()
                        + ": "
                        + finding.summary()
                        + "; pid "
                        + pid
                        + " has stood there for at least "
                        + standing.toMillis() / 1000.0
                        + " s. The thread \""
                        + child.thread
                        + "\" started "
                        + (pid == child.handle.pid() ? "it" : "its ancestor " + child.handle.pid())
                        + " "
                        + age.toMillis() / 1000.0
                        + " s ago. More: penstock inspect "
                        + pid
                        + child.stackText());
        if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            record(finding, child, pid, standing);
        }
    }

    private static void record(Finding finding, StartedChild child, int pid, Duration standing) {
        StalledChildEvent event = new StalledChildEvent();
        event.pid = pid;
        event.verdict = finding.verdict().text();
        event.summary = finding.summary();
        event.standing = standing.toNanos();
        event.thread = child.thread;
        event.stack = child.stackText().strip();
        event.commit();
    }
}
