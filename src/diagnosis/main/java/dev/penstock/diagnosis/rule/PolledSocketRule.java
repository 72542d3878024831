package dev.penstock.diagnosis.rule;

import dev.penstock.diagnosis.model.Blockage;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Findings;
import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.Rule;
import dev.penstock.diagnosis.model.Scene;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Watched;
import java.util.Optional;

/**
 * Event loops that poll a socket for room, as they do once it is full, and whose peer is here and
 * reads nothing: SOCKET. Go polls for room always, and only for the edge: that tells nothing.
 */
final class PolledSocketRule implements Rule {
    @Override
    public void find(Scene scene, Findings findings) {
        for (Party thread : scene.threads()) {
            for (Watched watched : scene.wait(thread).watched()) {
                Optional<SocketView> socket = scene.socket(watched.file());
                if (watched.writes()
                        && !watched.edgeTriggered()
                        && socket.filter(one -> full(scene, one)).isPresent()
                        && !findings.about(watched.file())) {
                    Finding found =
                            FullSocketRule.finding(
                                    scene,
                                    Blockage.of(thread, watched.file()),
                                    socket.get(),
                                    false,
                                    scene.name(thread.pid()) + " polls it for room");
                    findings.add(found, watched.file(), thread);
                }
            }
        }
    }

    private static boolean full(Scene scene, SocketView socket) {
        return socket.unsent() > 0
                && socket.peerUnread() > 0
                && !socket.peers().isEmpty()
                && !scene.moved(socket);
    }
}
