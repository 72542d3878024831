package dev.penstock.diagnosis.snapshot;

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
    private final Map<String, List<Holder>> holders = new LinkedHashMap<>();
    private final Map<String, SocketView> sockets = new LinkedHashMap<>();
    private final Set<String> locked = new LinkedHashSet<>();

    WaitedFiles(SocketTable table) {
        this.table = table;
    }

    void add(int pid, Wait wait) {
        if (wait instanceof Wait.Room room) {
            add(room.file());
        } else if (wait instanceof Wait.Bytes bytes) {
            add(bytes.file());
        } else if (wait instanceof Wait.Lock lock) {
            add(lock.file());
            locked.add(lock.file());
        } else if (wait instanceof Wait.Send send) {
            addSocket(pid, send.file(), true);
        } else if (wait instanceof Wait.Receive receive) {
            addSocket(pid, receive.file(), true);
        } else if (wait instanceof Wait.Events events) {
            for (Wait.Watched watched : events.watched().known().orElse(List.of())) {
                if (watched.file().startsWith("pipe:[")) {
                    add(watched.file());
                } else if (watched.file().startsWith("socket:[")) {
                    addSocket(pid, watched.file(), watched.writes());
                }
            }
        }
    }

    private void add(String file) {
        holders.computeIfAbsent(file, none -> new ArrayList<>());
    }

    private void addSocket(int pid, String file, boolean tcp) {
        if (file.startsWith("socket:[") && !sockets.containsKey(file)) {
            table.find(pid, file, tcp)
                    .ifPresent(
                            socket -> {
                                sockets.put(file, socket);
                                if (!socket.peer().isEmpty()) {
                                    add(socket.peer());
                                }
                            });
        }
    }

    /** Where a holder of this file is to be added; null where nobody waits for it. */
    List<Holder> holders(String file) {
        return holders.get(file);
    }

    Map<String, PipeView> pipes(PipeProbe probe) {
        Map<String, PipeView> views = new LinkedHashMap<>();
        holders.forEach(
                (file, those) -> {
                    if (!file.startsWith("socket:[") && !locked.contains(file)) {
                        views.put(file, pipe(probe, file, those));
                    }
                });
        return views;
    }

    Map<String, List<Holder>> locks() {
        Map<String, List<Holder>> lockers = new LinkedHashMap<>();
        for (String file : locked) {
            lockers.put(file, holders.get(file).stream().filter(Holder::locked).toList());
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

    private static PipeView pipe(PipeProbe probe, String file, List<Holder> holders) {
        Reading<PipeState> state =
                new Unknown<>(
                        Why.UNTOLD, "nobody is seen to hold its read end, so it is not opened");
        for (Holder holder : holders) {
            if (holder.end().reads()) {
                state = probe.ask(holder, file);
                if (state.known().isPresent()) {
                    break;
                }
            }
        }
        return new PipeView(file, List.copyOf(holders), state);
    }
}
