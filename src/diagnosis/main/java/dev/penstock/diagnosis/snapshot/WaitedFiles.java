package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files that somebody waits for, while who holds them is being gathered. */
final class WaitedFiles {
    private final SocketTable table;
    private final Map<String, List<PipeHolder>> holders = new LinkedHashMap<>();
    private final Map<String, SocketView> sockets = new LinkedHashMap<>();
    private final Set<String> locked = new LinkedHashSet<>();

    WaitedFiles(SocketTable table) {
        this.table = table;
    }

    void add(int pid, Wait wait) {
        wait.roomIn().or(wait::bytesFrom).ifPresent(file -> add(pid, file, true));
        if (wait instanceof Wait.Lock lock) {
            add(lock.path());
            locked.add(lock.path());
        }
        for (Watched watched : wait.watched()) {
            if (watched.file().startsWith("pipe:[") || SocketView.isSocket(watched.file())) {
                add(pid, watched.file(), watched.writes());
            }
        }
    }

    /** A TCP socket only where that matters: there can be many. */
    private void add(int pid, String file, boolean orTcp) {
        if (!SocketView.isSocket(file)) {
            add(file);
        } else if (!sockets.containsKey(file)) {
            table.find(pid, file, orTcp)
                    .ifPresent(
                            socket -> {
                                sockets.put(file, socket);
                                if (!socket.peer().isEmpty()) {
                                    add(socket.peer());
                                }
                            });
        }
    }

    private void add(String file) {
        holders.computeIfAbsent(file, none -> new ArrayList<>());
    }

    /** The list to add a holder of this file to; null where nobody waits for the file. */
    List<PipeHolder> holders(String file) {
        return holders.get(file);
    }

    Map<String, SeenPipe> pipes(PipeProbe probe) {
        Map<String, SeenPipe> views = new LinkedHashMap<>();
        holders.forEach(
                (file, those) -> {
                    if (!SocketView.isSocket(file) && !locked.contains(file)) {
                        views.put(file, pipe(probe, file, those));
                    }
                });
        return views;
    }

    Map<String, List<PipeHolder>> locks() {
        Map<String, List<PipeHolder>> lockers = new LinkedHashMap<>();
        for (String file : locked) {
            lockers.put(file, holders.get(file).stream().filter(PipeHolder::locked).toList());
        }
        return lockers;
    }

    Map<String, SocketView> sockets() {
        Map<String, SocketView> views = new LinkedHashMap<>();
        sockets.forEach(
                (file, socket) ->
                        views.put(
                                file,
                                new SocketView(
                                        file,
                                        socket.kind(),
                                        socket.peer(),
                                        List.copyOf(holders.getOrDefault(socket.peer(), List.of())),
                                        socket.unread(),
                                        socket.unsent(),
                                        socket.peerUnread())));
        return views;
    }

    private static SeenPipe pipe(PipeProbe probe, String file, List<PipeHolder> holders) {
        Reading<PipeState> state =
                new Unknown<>(
                        Why.UNTOLD, "nobody is seen to hold its read end, so it is not opened");
        for (PipeHolder holder : holders) {
            if (holder.end().reads()) {
                state = probe.ask(holder, file);
                if (state.known().isPresent()) {
                    break;
                }
            }
        }
        return new SeenPipe(file, List.copyOf(holders), state, -1);
    }
}
