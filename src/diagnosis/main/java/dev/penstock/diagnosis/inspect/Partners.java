package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import java.util.List;
import java.util.Optional;

/**
 * Those who open FIFOs and wait for partners. Anybody who may open a FIFO can be the partner, so
 * this wait alone proves nothing. But two that are related and each wait at another FIFO may each
 * be the one that the other waits for, and then neither comes to open the other's: which one either
 * would open next, only its program knows.
 */
final class Partners {
    private final Scene scene;

    Partners(Scene scene) {
        this.scene = scene;
    }

    /** Somebody related who waits likewise all the time, and not at the same FIFO for certain. */
    Optional<TaskView> crossed(TaskView task) {
        if (!(scene.wait(task) instanceof Wait.Partner here) || !scene.interval.still(task)) {
            return Optional.empty();
        }
        for (TaskView other : scene.still()) {
            if (scene.wait(other) instanceof Wait.Partner there
                    && (here.file().isEmpty() || !there.file().equals(here.file()))
                    && related(task.pid(), other.pid())) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** Of one session: whoever agreed on FIFOs was most often started by one script. */
    private boolean related(int one, int other) {
        return one != other && session(one) == session(other);
    }

    private int session(int pid) {
        return scene.process(pid).orElseThrow().stat().session();
    }

    /** In one sentence. */
    String summary(TaskView one, TaskView other) {
        return opens(one) + " and " + opens(other) + ": each may wait for the other";
    }

    private String opens(TaskView task) {
        Wait.Partner partner = (Wait.Partner) scene.wait(task);
        return scene.name(task.pid())
                + " waits to open "
                + (partner.file().isEmpty() ? "a FIFO" : partner.file())
                + (partner.file().isEmpty() ? "" : partner.writes() ? " to write" : " to read");
    }

    /** What is missing to tell, and what helps. */
    List<String> evidence(TaskView one, TaskView other) {
        return List.of(
                slept(one),
                slept(other),
                "an open waits for somebody who opens the other end; if "
                        + scene.name(one.pid())
                        + " is to do that for "
                        + scene.name(other.pid())
                        + ", and the other way round, it is a deadlock: only their programs tell",
                "then let both open their FIFOs in the same order, or one with O_RDWR, which does"
                        + " not wait");
    }

    private String slept(TaskView task) {
        return scene.name(task.pid()) + " slept all the time in " + scene.wait(task).text();
    }
}
