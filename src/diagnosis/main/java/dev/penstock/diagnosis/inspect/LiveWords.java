package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Party;
import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Wait;
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

/** The words that findings of processes that run are told in. */
final class LiveWords {
    /** asm-generic/signal.h */
    private static final int SIGALRM = 14;

    private final LiveScene scene;

    LiveWords(LiveScene scene) {
        this.scene = scene;
    }

    /** What a process does, by its threads' waits. */
    String doing(int pid) {
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
        StringBuilder text = new StringBuilder();
        counts.forEach(
                (what, count) ->
                        text.append(text.isEmpty() ? "" : "; ")
                                .append(count)
                                .append(" in ")
                                .append(what));
        int ofRuntime = process.get().tasks().size() - tasks.size();
        return scene.name(pid)
                + " has "
                + tasks.size()
                + " threads: "
                + text
                + (ofRuntime == 0 ? "" : "; and " + ofRuntime + " of its runtime's own");
    }

    private static String doing(Wait wait) {
        if (wait instanceof Wait.Running) {
            return "runs";
        }
        return wait instanceof Wait.Stopped
                ? "is stopped: SIGCONT continues it"
                : "waits in " + wait.text();
    }

    /** What is in a pipe, at both looks. */
    String contents(PipeView pipe) {
        Optional<PipeState> state = pipe.state().known();
        if (state.isEmpty()) {
            return pipe.file() + ": what is in it is unknown: " + pipe.state().text();
        }
        long before = pipe.unreadBefore();
        long after = state.get().unread();
        return pipe.file()
                + " holds "
                + after
                + (pipe.socket() ? "" : " of " + state.get().capacity())
                + " bytes"
                + (before < 0
                        ? ""
                        : before == after
                                ? ", as at the first look"
                                : ", " + before + " at the first look");
    }

    /** What is in a socket, at both looks. */
    String contents(SocketView socket) {
        Optional<SocketView> before = scene.interval.first().socket(socket.file());
        boolean same = before.isPresent() && before.get().unsent() == socket.unsent();
        return socket.file()
                + " ("
                + socket.kind()
                + ") has "
                + socket.unsent()
                + " bytes that its peer has not taken"
                + (socket.peerUnread() < 0
                        ? ""
                        : "; "
                                + socket.peerUnread()
                                + " lie unread at the peer's end, "
                                + socket.peer())
                + (same ? "; as at the first look" : "");
    }

    String noEnd(Party reader, PipeView pipe) {
        PipeHolder first = pipe.writers().get(0);
        return scene.name(reader.pid())
                + " waits for the end of a pipe that "
                + (first.pid() == reader.pid() ? "it" : scene.name(first.pid()))
                + " keeps open for writing as fd "
                + first.fd();
    }

    List<String> noEndEvidence(Party reader, PipeView pipe, Map<PipeHolder, String> signs) {
        List<String> evidence = new ArrayList<>();
        evidence.add(
                scene.name(reader.pid())
                        + " waited all the time in "
                        + scene.wait(reader).text()
                        + " ("
                        + scene.looks()
                        + ")");
        evidence.add(contents(pipe));
        signs.forEach(
                (writer, sign) -> {
                    evidence.add(scene.holds(pipe, writer, "write") + ": " + sign);
                    evidence.add(doing(writer.pid()));
                });
        for (ProcessView child : scene.interval.last().processes().children(reader.pid())) {
            if (child.stat().ended()) {
                evidence.add(
                        "child "
                                + child.pid()
                                + " ("
                                + child.stat().comm()
                                + ") of the reader has ended and is not reaped");
            }
        }
        return evidence;
    }

    List<String> proof(List<Step> cycle, Set<Party> knot) {
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
                scene.looks()
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
            if ((scene.caughtSignals(pid) & 1L << SIGALRM - 1) != 0) {
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
            evidence.add(scene.holds(pipe, holder, end) + " of " + pipe.file());
        }
    }

    /** Those of the knot who are not on the cycle shown. */
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
