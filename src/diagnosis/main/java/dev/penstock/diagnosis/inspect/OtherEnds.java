package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who holds the other ends of what a process waits for that hangs in nothing. */
final class OtherEnds {
    /** So many descriptors of an event loop are read; a server has thousands. */
    private static final int MOST = 8;

    private final LiveScene scene;

    OtherEnds(LiveScene scene) {
        this.scene = scene;
    }

    /** The descriptors that its threads poll, or read from, a sentence each. */
    List<String> sentences(ProcessView process) {
        Map<Integer, String> sentences = new LinkedHashMap<>();
        for (TaskView task : process.tasks()) {
            Wait wait = scene.wait(task);
            for (Watched watched : wait.watched()) {
                sentences.putIfAbsent(watched.fd(), polled(task.party(), watched));
            }
            wait.bytesFrom()
                    .ifPresent(
                            file ->
                                    sentences.putIfAbsent(
                                            -1 - task.tid(),
                                            file
                                                    + ", which it reads: "
                                                    + others(file, true, task.party())));
        }
        List<String> all = new ArrayList<>(sentences.values());
        if (all.size() > MOST) {
            int more = all.size() - MOST;
            all.subList(MOST, all.size()).clear();
            all.add(
                    "and it polls "
                            + more
                            + (more == 1 ? " descriptor more" : " descriptors more"));
        }
        return all;
    }

    private String polled(Party waiter, Watched watched) {
        String head = "it polls fd " + watched.fd() + ", " + watched.file();
        if (watched.file().startsWith("anon_inode:") || watched.file().startsWith(Watched.PIDFD)) {
            return head;
        }
        List<String> ways = new ArrayList<>();
        if (watched.reads()) {
            ways.add("for bytes: " + others(watched.file(), true, waiter));
        }
        if (watched.writes()) {
            ways.add("for room: " + others(watched.file(), false, waiter));
        }
        return ways.isEmpty() ? head : head + ", " + String.join("; ", ways);
    }

    private String others(String file, boolean writers, Party waiter) {
        Optional<SocketView> socket = scene.socket(file);
        if (socket.isPresent()) {
            if (socket.get().peers().isEmpty()) {
                return socket.get().peer().isEmpty()
                        ? "its other end is on another machine or not to be seen"
                        : "its other end, "
                                + socket.get().peer()
                                + ", is held by nobody that may"
                                + " be looked at";
            }
            return "its other end is held by " + names(socket.get().peers(), waiter);
        }
        Optional<PipeView> pipe = scene.pipe(file);
        if (pipe.isEmpty()) {
            return SocketView.isSocket(file)
                    ? "it has no other end, or none that is to be seen"
                    : "whoever is at its other end is not a process that could be seen";
        }
        List<PipeHolder> holders = writers ? pipe.get().writers() : pipe.get().readers();
        String end = writers ? "write end" : "read end";
        return holders.isEmpty()
                ? "its " + end + " is held by nobody that may be looked at"
                : "its " + end + " is held by " + names(holders, waiter);
    }

    private String names(List<PipeHolder> holders, Party waiter) {
        Set<String> names = new LinkedHashSet<>();
        for (PipeHolder holder : holders) {
            if (names.size() == MOST) {
                return String.join(", ", names) + " and others";
            }
            names.add(
                    (holder.pid() == waiter.pid() ? "itself" : scene.name(holder.pid()))
                            + " as fd "
                            + holder.fd());
        }
        return String.join(", ", names);
    }

    /**
     * What a thread waits for, where only a process that may not be looked at can bring it: were
     * there no writer at all, a pipe's reader would have been told of its end.
     */
    Optional<String> unseen(TaskView task) {
        if (scene.unreadable.count() == 0) {
            return Optional.empty();
        }
        Wait wait = scene.wait(task);
        List<String> files = new ArrayList<>(wait.bytesFrom().stream().toList());
        for (Watched watched : wait.watched()) {
            if (watched.reads() && !SocketView.isSocket(watched.file())) {
                files.add(watched.file());
            }
        }
        for (String file : files) {
            boolean socket =
                    scene.socket(file)
                            .map(one -> one.peers().isEmpty() && !one.peer().isEmpty())
                            .orElse(false);
            boolean pipe = scene.pipe(file).map(one -> one.writers().isEmpty()).orElse(false);
            if (socket || pipe) {
                return Optional.of(
                        "nobody is seen to write to "
                                + file
                                + ", and yet somebody holds its other end: one of the "
                                + scene.unreadable.count()
                                + " processes that may not be looked at");
            }
        }
        return Optional.empty();
    }
}
