package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.Wait;
import java.util.List;
import java.util.Optional;

/**
 * Those who open FIFOs and wait for partners. Anybody who may open a FIFO can be the partner, so
 * this wait alone proves nothing. But two that are related and each wait at another FIFO may each
 * be the one that the other waits for, and then neither comes to open the other's: which one either
 * would open next, only its program knows.
 */
final class CrossedOpens {
    private final LiveScene scene;

    CrossedOpens(LiveScene scene) {
        this.scene = scene;
    }

    /** Finds a thread of the same session that waits at another FIFO all the time. */
    Optional<Party> crossed(Party thread) {
        if (!(scene.wait(thread) instanceof Wait.Partner here) || !scene.still(thread)) {
            return Optional.empty();
        }
        for (Party other : scene.threads()) {
            if (scene.wait(other) instanceof Wait.Partner there
                    && (here.fifo().isEmpty() || !there.fifo().equals(here.fifo()))
                    && related(thread.pid(), other.pid())
                    && scene.still(other)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** Whether both are of one session: one script starts most that agree on FIFOs. */
    private boolean related(int one, int other) {
        return one != other && session(one) == session(other);
    }

    private int session(int pid) {
        return scene.process(pid).orElseThrow().stat().session();
    }

    /** The finding's summary. */
    String summary(Party one, Party other) {
        return opens(one) + " and " + opens(other) + ": each may wait for the other";
    }

    private String opens(Party thread) {
        Wait.Partner partner = (Wait.Partner) scene.wait(thread);
        String which = partner.fifo() + (partner.writes() ? " to write" : " to read");
        return "%s waits to open %s"
                .formatted(scene.name(thread.pid()), partner.fifo().isEmpty() ? "a FIFO" : which);
    }

    /** What is missing to tell, and what helps. */
    List<String> evidence(Party one, Party other) {
        return List.of(
                slept(one),
                slept(other),
                ("an open waits for somebody who opens the other end; if %s is to do that for %s,"
                                + " and the other way round, it is a deadlock: only their programs"
                                + " tell")
                        .formatted(scene.name(one.pid()), scene.name(other.pid())),
                "then let both open their FIFOs in the same order, or one with O_RDWR, which does"
                        + " not wait");
    }

    private String slept(Party thread) {
        return scene.name(thread.pid()) + " slept all the time in " + scene.wait(thread).text();
    }
}
