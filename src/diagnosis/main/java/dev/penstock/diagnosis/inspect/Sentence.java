package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.PipeState;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.diagnosis.snapshot.SocketView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words that findings are told in. */
final class Sentence {
    private final Scene scene;

    Sentence(Scene scene) {
        this.scene = scene;
    }

    /** Who waits for whom, all around. */
    String cycle(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            Step next = steps.get((i + 1) % steps.size());
            text.append(i == 0 ? "" : "; ").append(waits(step, next.pid()));
        }
        return text.toString();
    }

    private String waits(Step step, int next) {
        String who = scene.name(step.pid());
        String whom = next == step.pid() ? "itself" : scene.name(next);
        Wait wait = step.waits();
        if (wait instanceof Wait.Room room) {
            return who
                    + " writes to a full pipe, fd "
                    + room.fd()
                    + ", that "
                    + whom
                    + " does not read";
        }
        if (wait instanceof Wait.Bytes bytes) {
            return who
                    + " reads from an empty pipe, fd "
                    + bytes.fd()
                    + ", that "
                    + whom
                    + " does not write to";
        }
        if (wait instanceof Wait.Lock lock) {
            return who
                    + " wants a lock on "
                    + lock.file()
                    + ", fd "
                    + lock.fd()
                    + ", that "
                    + whom
                    + " has";
        }
        if (wait instanceof Wait.Send send) {
            return who
                    + " sends to a full socket, fd "
                    + send.fd()
                    + ", that "
                    + whom
                    + " does not read";
        }
        if (wait instanceof Wait.Receive receive) {
            return who
                    + " reads from an empty socket, fd "
                    + receive.fd()
                    + ", that "
                    + whom
                    + " does not write to";
        }
        if (wait instanceof Wait.ChildExit) {
            return who + " waits for " + whom + " to end";
        }
        if (wait instanceof Wait.JavaLock lock) {
            return who + " has thread " + step.tid() + " wait for " + lock.text();
        }
        if (wait instanceof Wait.Futex) {
            return who + " has thread " + step.tid() + " wait for another of its threads";
        }
        return who + " waits for " + whom + " (" + wait.text() + ")";
    }

    /** What a process does, by its threads' waits. */
    String doing(int pid) {
        Optional<ProcessView> process = scene.process(pid);
        if (process.isEmpty()) {
            return scene.name(pid) + " is gone";
        }
        List<TaskView> tasks = scene.helpers.others(process.get());
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
        int helpers = process.get().tasks().size() - tasks.size();
        return scene.name(pid)
                + " has "
                + tasks.size()
                + " threads: "
                + text
                + (helpers == 0 ? "" : "; and " + helpers + " of its runtime's own");
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
    String fill(PipeView pipe) {
        Optional<PipeState> state = pipe.state().known();
        if (state.isEmpty()) {
            return pipe.file() + ": what is in it is unknown: " + pipe.state().text();
        }
        long before = scene.unreadBefore(pipe);
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
    String queues(SocketView socket) {
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

    /** How long the looks were apart. */
    String apart() {
        return scene.interval.length().toMillis() + " ms apart";
    }

    /** A holder as evidence. */
    String holds(int pid, int fd, String end) {
        return scene.name(pid) + " holds the " + end + " end as fd " + fd;
    }
}
