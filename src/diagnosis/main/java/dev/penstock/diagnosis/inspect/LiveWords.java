package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Words;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.internal.procfs.PipeHolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words that findings of processes that run are told in. */
final class LiveWords implements Words {
    private final LiveScene scene;

    LiveWords(LiveScene scene) {
        this.scene = scene;
    }

    @Override
    public String looks() {
        return "two looks " + scene.interval.length().toMillis() + " ms apart";
    }

    /** A process does what its threads wait for. */
    @Override
    public String doing(int pid) {
        Optional<ProcessView> process = scene.process(pid);
        if (process.isEmpty()) {
            return scene.name(pid) + " is gone";
        }
        List<TaskView> tasks = scene.runtime.others(process.get());
        if (tasks.size() == 1) {
            return scene.name(pid) + " " + doing(scene.wait(tasks.get(0)));
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (TaskView task : tasks) {
            counts.merge(scene.wait(task).text(), 1, Integer::sum);
        }
        List<String> waits = new ArrayList<>();
        counts.forEach((what, count) -> waits.add(count + " in " + what));
        int ofRuntime = process.get().tasks().size() - tasks.size();
        return "%s has %s threads: %s%s"
                .formatted(
                        scene.name(pid),
                        tasks.size(),
                        String.join("; ", waits),
                        ofRuntime == 0 ? "" : "; and " + ofRuntime + " of its runtime's own");
    }

    /** That a process has slept for so long; empty where the kernel does not tell. */
    Optional<String> asleep(int pid) {
        return scene.asleep(pid)
                .map(
                        length ->
                                "%s was given a CPU for the last time %s ago"
                                        .formatted(scene.name(pid), text(length)));
    }

    private static String text(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 100) {
            return seconds + "." + length.toMillisPart() / 100 + " s";
        }
        return seconds < 2 * 3600
                ? seconds / 60 + " min"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    private static String doing(Wait wait) {
        if (wait instanceof Wait.Running) {
            return "runs";
        }
        return wait instanceof Wait.Stopped stopped ? stopped.state() : "waits in " + wait.text();
    }

    /** The contents at both looks. */
    @Override
    public String contents(PipeView pipe) {
        Optional<PipeState> state = pipe.state().known();
        if (state.isEmpty()) {
            return pipe.file() + ": what is in it is unknown: " + pipe.state().text();
        }
        long before = pipe.unreadBefore();
        return "%s holds %s%s bytes%s"
                .formatted(
                        pipe.file(),
                        state.get().unread(),
                        pipe.socket() ? "" : " of " + state.get().capacity(),
                        pipe.moved()
                                ? ", " + before + " at the first look"
                                : before < 0 ? "" : ", as at the first look");
    }

    /** The contents at both looks. */
    @Override
    public String contents(SocketView socket) {
        Optional<SocketView> before = scene.interval.first().socket(socket.file());
        boolean same = before.isPresent() && before.get().unsent() == socket.unsent();
        return "%s (%s) has %s bytes that its peer has not taken%s%s"
                .formatted(
                        socket.file(),
                        socket.kind(),
                        socket.unsent(),
                        socket.peerUnread() < 0
                                ? ""
                                : "; %s lie unread at the peer's end, %s"
                                        .formatted(socket.peerUnread(), socket.peer()),
                        same ? "; as at the first look" : "");
    }

    @Override
    public String holds(PipeView pipe, PipeHolder holder, String end) {
        return "%s holds the %s end as fd %s".formatted(scene.name(holder.pid()), end, holder.fd());
    }

    @Override
    public String slept(Party thread) {
        return all(thread, "slept");
    }

    private String all(Party thread, String did) {
        return "%s %s all the time in %s (%s)"
                .formatted(scene.name(thread.pid()), did, scene.wait(thread).text(), looks());
    }

    @Override
    public String noEnd(Party reader, PipeView pipe) {
        PipeHolder first = pipe.writers().get(0);
        return "%s waits for the end of a pipe that %s keeps open for writing as fd %s"
                .formatted(
                        scene.name(reader.pid()),
                        first.pid() == reader.pid() ? "it" : scene.name(first.pid()),
                        first.fd());
    }

    @Override
    public List<String> noEndEvidence(Party reader, PipeView pipe, Map<PipeHolder, String> signs) {
        List<String> evidence = new ArrayList<>(List.of(all(reader, "waited"), contents(pipe)));
        signs.forEach(
                (writer, sign) -> {
                    evidence.add(holds(pipe, writer, "write") + ": " + sign);
                    evidence.add(doing(writer.pid()));
                });
        for (ProcessView child : scene.interval.last().processes().children(reader.pid())) {
            if (child.ended()) {
                evidence.add(
                        "child %s %s of the reader has ended and is not reaped"
                                .formatted(child.pid(), child.stat().bracketed()));
            }
        }
        return evidence;
    }

    @Override
    public List<String> proof(List<Step> cycle, Set<Party> knot) {
        List<String> evidence = new ArrayList<>();
        boolean told = false;
        Set<Integer> pids = new LinkedHashSet<>();
        Set<String> files = new LinkedHashSet<>();
        for (Step step : cycle) {
            boolean outlasts = step.waits().outlastsWaking();
            evidence.add(
                    scene.name(step.pid())
                            + (step.threads() == 1 ? "" : ", thread " + step.tid() + ",")
                            + (outlasts
                                    ? " waits, as its JVM tells, for "
                                    : " slept all the time in ")
                            + step.text());
            told |= outlasts;
            pids.add(step.pid());
            step.file().ifPresent(files::add);
        }
        evidence.add(
                looks()
                        + (told
                                ? ", and a thread dump between them"
                                : ": none of them was given a CPU between them"));
        for (String file : files) {
            scene.pipe(file).ifPresent(pipe -> holders(pipe, evidence));
        }
        int unseen = scene.unreadable.count();
        if (!files.isEmpty() && unseen > 0) {
            evidence.add(
                    (unseen == 1 ? "1 process" : unseen + " processes")
                            + " may not be looked at; none is a descendant of a holder or"
                            + " in the session of one");
        }
        others(pids, knot, evidence);
        for (int pid : pids) {
            if ((scene.caughtSignals(pid) & 1L << LiveScene.SIGALRM - 1) != 0) {
                evidence.add(
                        scene.name(pid)
                                + " handles SIGALRM: if it has set an alarm, which cannot be seen,"
                                + " that wakes it");
            }
        }
        return evidence;
    }

    private void holders(PipeView pipe, List<String> evidence) {
        evidence.add(contents(pipe));
        for (PipeHolder holder : pipe.holders()) {
            String end =
                    switch (holder.end()) {
                        case READ -> "read";
                        case WRITE -> "write";
                        case BOTH -> "read and write";
                    };
            evidence.add(holds(pipe, holder, end) + " of " + pipe.file());
        }
    }

    /** The processes of the knot that are not on the cycle shown. */
    private void others(Set<Integer> pids, Set<Party> knot, List<String> evidence) {
        for (Party party : knot) {
            if (party.isProcess() && pids.contains(party.pid())) {
                if (scene.threads(party.pid()).size() > 1) {
                    evidence.add(doing(party.pid()));
                }
            } else if (party.isProcess() && pids.add(party.pid())) {
                evidence.add(doing(party.pid()) + ", stuck as well");
            }
        }
    }
}
