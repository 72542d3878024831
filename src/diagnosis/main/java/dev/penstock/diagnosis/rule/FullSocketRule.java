package dev.penstock.diagnosis.rule;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Findings;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.Rule;
import dev.penstock.diagnosis.model.Scene;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writers in full sockets, as far as they are in no deadlock: SOCKET or SLOW. */
final class FullSocketRule implements Rule {
    @Override
    public void find(Scene scene, Findings findings) {
        for (Blockage blockage : scene.blockages()) {
            if (!findings.about(blockage.file())) {
                scene.socket(blockage.file())
                        .flatMap(socket -> look(scene, blockage, socket))
                        .ifPresent(found -> findings.add(found, blockage.file(), blockage.last()));
            }
        }
    }

    private static Optional<Finding> look(Scene scene, Blockage blockage, SocketView socket) {
        Party writer = blockage.last();
        boolean still = scene.still(writer);
        boolean waitedBefore =
                scene.waitBefore(writer)
                        .flatMap(wait -> wait.roomIn())
                        .map(blockage.file()::equals)
                        .orElse(false);
        if (!still && !waitedBefore) {
            return Optional.empty();
        }
        boolean moves = !still || scene.moved(socket);
        return Optional.of(
                finding(
                        scene,
                        blockage,
                        socket,
                        moves,
                        moves
                                ? scene.name(writer.pid())
                                        + " sent between "
                                        + scene.words().looks()
                                : scene.words().slept(writer)));
    }

    /** What is found of who sends to a socket, and sleeps in that or polls. */
    static Finding finding(
            Scene scene, Blockage blockage, SocketView socket, boolean moves, String waits) {
        List<String> evidence = new ArrayList<>();
        evidence.add(waits);
        evidence.add(scene.words().contents(socket));
        String work = "";
        boolean stopped = !socket.peers().isEmpty();
        for (PipeHolder peer : socket.peers()) {
            evidence.add(scene.name(peer.pid()) + " holds the other end as fd " + peer.fd());
            evidence.add(scene.words().doing(peer.pid()));
            stopped &= scene.stopped(peer.pid());
            if (!moves && work.isEmpty()) {
                work = scene.work(peer.pid(), blockage.pids()).orElse("");
            }
        }
        if (socket.peers().isEmpty()) {
            evidence.add("who holds the other end is not to be seen from here");
        }
        Optional<PipeHolder> peer = socket.peers().stream().findFirst();
        String whom = peer.map(holder -> scene.name(holder.pid())).orElse("the other end");
        boolean slow = moves || !work.isEmpty();
        String does =
                !work.isEmpty()
                        ? "does not read yet: it " + work
                        : moves ? "reads slowly" : "does not read: " + socket.unsent() + " bytes";
        return blockage.finding(
                scene,
                slow ? Verdict.SLOW : stopped ? Verdict.STOPPED : Verdict.SOCKET,
                "%s sends to a socket that %s %s%s"
                        .formatted(
                                scene.name(blockage.last().pid()),
                                whom,
                                does,
                                stopped ? ", since that is stopped" : ""),
                Optional.empty(),
                slow ? Optional.empty() : peer,
                evidence);
    }
}
