package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.TcpSocket;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether somebody who does not read is at work: he, or anybody whom he waits for, was given CPU
 * time, sleeps for a time, or waits for a device or for an answer from elsewhere. Here a wait
 * counts as soon as it may be one; {@link LiveWakers} asks for more, since it proves the opposite.
 */
final class Work {
    /** A hundredth of the time on a CPU is more than a heart beat takes. */
    private static final double SHARE = .02;

    /** Who looks whether a child has ended does so more often than that in a second. */
    private static final double OFTEN = 3;

    /** So far a chain of those who wait is followed. */
    private static final int MOST = 64;

    private final LiveScene scene;

    Work(LiveScene scene) {
        this.scene = scene;
    }

    /**
     * What a process is at.
     *
     * @param pid who
     * @param stuck who waits for that one, and so is at nothing
     * @return a clause without its subject; empty where nobody is at work
     */
    Optional<String> of(int pid, Set<Integer> stuck) {
        Map<Integer, Integer> waiters = new LinkedHashMap<>();
        ArrayDeque<Integer> next = new ArrayDeque<>(List.of(pid));
        waiters.put(pid, 0);
        while (!next.isEmpty() && waiters.size() < MOST) {
            int at = next.remove();
            Optional<String> clause = own(at, at != pid).or(() -> wakes(at, stuck));
            if (clause.isPresent()) {
                return at == pid
                        ? clause
                        : Optional.of("is busy with " + scene.name(at) + ", which " + clause.get());
            }
            for (int on : waitsFor(at)) {
                if (!stuck.contains(on) && waiters.putIfAbsent(on, at) == null) {
                    next.add(on);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a process was on a CPU for more than a moment. */
    boolean runs(int pid) {
        long used = 0;
        for (TaskView task : scene.interval.tasks(pid)) {
            Optional<TaskView> before = scene.interval.before(task);
            if (task.state() == 'R' && before.map(then -> then.state() == 'R').orElse(false)) {
                return true;
            }
            long then = before.flatMap(one -> one.cpuNanos().known()).orElse(0L);
            used += task.cpuNanos().known().map(now -> now - then).orElse(0L);
        }
        return used > scene.interval.length().toNanos() * SHARE;
    }

    private Optional<String> own(int pid, boolean other) {
        Optional<ProcessView> process = scene.process(pid);
        if (process.isEmpty() || process.get().ended()) {
            return Optional.empty();
        }
        if (runs(pid)) {
            return Optional.of("runs");
        }
        if (other && isNew(process.get()) && !ticks(process.get())) {
            return Optional.of("has just begun");
        }
        for (TaskView task : scene.runtime.others(process.get())) {
            Optional<String> clause = own(process.get(), task);
            if (clause.isPresent()) {
                return clause;
            }
        }
        return Optional.empty();
    }

    /**
     * One of its threads was given a CPU for a moment. A parent may so look again and again whether
     * its child, which is stuck, has ended: it is at work only where it sleeps longer than for
     * that. Others have no such reason.
     */
    private Optional<String> wakes(int pid, Set<Integer> stuck) {
        boolean parent = false;
        for (int child : stuck) {
            parent |= scene.descends(child, pid);
        }
        double most = parent ? scene.interval.length().toMillis() * OFTEN / 1000 : Long.MAX_VALUE;
        for (TaskView task : scene.process(pid).map(scene.runtime::others).orElse(List.of())) {
            long before =
                    scene.interval
                            .before(task)
                            .flatMap(then -> then.runs().known())
                            .orElse(Long.MAX_VALUE);
            long times = task.runs().known().orElse(0L) - before;
            if (times > 0 && times <= most && (!parent || scene.wait(task).timed())) {
                return Optional.of("wakes now and then");
            }
        }
        return Optional.empty();
    }

    private boolean isNew(ProcessView process) {
        return scene.interval
                .first()
                .processes()
                .process(process.pid())
                .filter(then -> then.stat().started() == process.stat().started())
                .isEmpty();
    }

    /** Whether it is no more than a sleep, as the one of a loop that looks again and again. */
    private boolean ticks(ProcessView process) {
        for (TaskView task : process.tasks()) {
            if (!(scene.wait(task) instanceof Wait.Timer)) {
                return false;
            }
        }
        return true;
    }

    private Optional<String> own(ProcessView process, TaskView task) {
        Wait wait = scene.wait(task);
        boolean still = scene.interval.still(task);
        if (wait instanceof Wait.Stopped stopped && stopped.by() > 0 && runs(stopped.by())) {
            return Optional.of(stopped.state());
        }
        if (wait instanceof Wait.Device && still) {
            return Optional.of("waits in " + wait.text());
        }
        if (wait.timed() && still && !scene.runtime.tends(process, task)) {
            return wait instanceof Wait.Events events && events.polled().known().isEmpty()
                    ? Optional.empty()
                    : Optional.of("waits in " + wait.text());
        }
        if (wait instanceof Wait.Outside outside && outside.text().startsWith("connect")) {
            return Optional.of("waits in " + outside.text());
        }
        return wait.bytesFrom()
                .flatMap(file -> elsewhere(process.pid(), file, false))
                .or(() -> wait.roomIn().flatMap(file -> elsewhere(process.pid(), file, false)))
                .or(() -> polled(process.pid(), wait));
    }

    private Optional<String> polled(int pid, Wait wait) {
        for (Watched watched : wait.watched()) {
            Optional<String> clause = elsewhere(pid, watched.file(), !watched.writes());
            if (clause.isPresent()) {
                return clause;
            }
        }
        return Optional.empty();
    }

    /** An answer, or room, from a peer that is not here. A server's idle clients owe it nothing. */
    private Optional<String> elsewhere(int pid, String file, boolean reads) {
        if (!SocketView.isSocket(file)) {
            return Optional.empty();
        }
        Optional<TcpSocket> socket = scene.connections.find(pid, file);
        if (socket.isEmpty() || !scene.connections.others(pid, socket.get()).isEmpty()) {
            return Optional.empty();
        }
        boolean owes =
                !scene.connections.accepted(pid, socket.get())
                        || !reads && socket.get().unsent() > 0;
        return owes
                ? Optional.of("waits for " + Connections.address(socket.get()))
                : Optional.empty();
    }

    /** The processes that could let one of its threads go on. */
    private Set<Integer> waitsFor(int pid) {
        Set<Integer> pids = new LinkedHashSet<>();
        Optional<ProcessView> process = scene.process(pid);
        if (process.isPresent()) {
            for (TaskView task : scene.runtime.others(process.get())) {
                waitsFor(task, pids);
                if (scene.wait(task) instanceof Wait.Events) {
                    // A child's end interrupts it, and is what an event loop is told of.
                    pids.addAll(scene.children(pid, 0));
                }
            }
            pids.remove(pid);
        }
        return pids;
    }

    /**
     * Who is kept from running, and keeps a process up: all whom it waits for are, or are kept up
     * by such a one.
     */
    Optional<Integer> keptUpBy(int pid) {
        Set<Integer> seen = new LinkedHashSet<>(List.of(pid));
        for (int at = pid; seen.size() < MOST; ) {
            Set<Integer> pids = new LinkedHashSet<>();
            scene.interval.tasks(at).forEach(task -> waitsFor(task, pids));
            pids.remove(at);
            boolean all = !pids.isEmpty();
            for (int on : pids) {
                all &= scene.heldAllTheTime(on).isPresent();
            }
            int first = pids.isEmpty() ? 0 : pids.iterator().next();
            if (all) {
                return Optional.of(first);
            }
            if (pids.size() != 1 || !seen.add(first)) {
                return Optional.empty();
            }
            at = first;
        }
        return Optional.empty();
    }

    private void waitsFor(TaskView task, Set<Integer> pids) {
        Wait wait = scene.wait(task);
        int pid = task.pid();
        if (wait instanceof Wait.ChildExit exit) {
            scene.children(pid, exit.pid()).forEach(pids::add);
        } else if (wait instanceof Wait.Outside outside && outside.text().endsWith("a signal")) {
            // Of a child's end, most often: dash waits so.
            scene.children(pid, 0).forEach(pids::add);
        } else if (wait instanceof Wait.Lock lock) {
            scene.interval.last().lockers(lock.path()).forEach(one -> pids.add(one.pid()));
        } else if (wait instanceof Wait.Futex futex && futex.shared()) {
            scene.relatives(pid).forEach(pids::add);
        }
        wait.bytesFrom().ifPresent(file -> otherEnd(pid, file, true, pids));
        wait.roomIn().ifPresent(file -> otherEnd(pid, file, false, pids));
        for (Watched watched : wait.watched()) {
            if (watched.file().startsWith(Watched.PIDFD)) {
                pids.add(Integer.parseInt(watched.file().substring(Watched.PIDFD.length())));
            } else if (SocketView.isSocket(watched.file())) {
                polledSocket(pid, watched, pids);
            } else if (watched.reads()) {
                otherEnd(pid, watched.file(), true, pids);
            } else if (watched.writes()) {
                otherEnd(pid, watched.file(), false, pids);
            }
        }
    }

    /** A server that polls for requests does not wait for its clients. */
    private void polledSocket(int pid, Watched watched, Set<Integer> pids) {
        Optional<TcpSocket> tcp = scene.connections.find(pid, watched.file());
        if (tcp.isPresent()
                && scene.connections.accepted(pid, tcp.get())
                && !(watched.writes() && tcp.get().unsent() > 0)) {
            return;
        }
        otherEnd(pid, watched.file(), watched.reads(), pids);
    }

    private void otherEnd(int pid, String file, boolean writers, Set<Integer> pids) {
        if (!SocketView.isSocket(file)) {
            Optional<PipeView> pipe = scene.pipe(file);
            List<PipeHolder> holders =
                    pipe.map(one -> writers ? one.writers() : one.readers()).orElse(List.of());
            holders.forEach(holder -> pids.add(holder.pid()));
            return;
        }
        scene.socket(file)
                .ifPresent(socket -> socket.peers().forEach(peer -> pids.add(peer.pid())));
        scene.connections
                .find(pid, file)
                .ifPresent(socket -> pids.addAll(scene.connections.others(pid, socket)));
    }
}
