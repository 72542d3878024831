package dev.penstock.command.finding;

import dev.penstock.command.finding.Remedy.Action;
import dev.penstock.diagnosis.model.Culprit;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What frees those who are stuck, as commands. */
final class Actions {
    /** Up to there anybody may let a pipe grow: pipe-max-size of pipe(7), if nobody changed it. */
    private static final long LARGEST = 1 << 20;

    /** A descriptor through which a full pipe or socket can be got at. */
    private record Full(int pid, int fd, boolean socket) {}

    private final Finding finding;
    private final List<Action> actions = new ArrayList<>();

    Actions(Finding finding) {
        this.finding = finding;
    }

    List<Action> all() {
        switch (finding.verdict()) {
            case DEADLOCK, UNREAD -> {
                rescue();
                endCulprit();
            }
            case ORPHAN_WRITER -> giveUpTheEnd();
            case STOPPED, DEAD_CONSUMER -> {
                proceed();
                if (full().isPresent()) {
                    rescue();
                }
                endCulprit();
            }
            case SOCKET -> {
                rescue();
                endCulprit();
            }
            case SLOW -> look("--for 10s", "nothing is stuck: looks longer, at how it moves");
            case UNKNOWN -> lookAsRoot();
            case IDLE ->
                    pid().ifPresent(
                                    pid ->
                                            add(
                                                    "strace -f -p " + pid,
                                                    "it does not hang in a pipe: shows what it does"
                                                            + " next"));
        }
        return actions;
    }

    /** Room or a drain for a full pipe; nothing in an empty one can be freed. */
    private void rescue() {
        Optional<Full> full = full();
        if (full.isEmpty()) {
            add("", "penstock rescue cannot help: nothing in it is full");
            if (finding.culprit().isEmpty() && finding.chain().size() == 1) {
                Step alone = finding.chain().get(0);
                add("kill " + alone.pid(), "ends it: nothing else can");
            }
            return;
        }
        String rescue = "penstock rescue " + full.get().pid() + " " + full.get().fd();
        if (full.get().socket()) {
            add(rescue, "shows what lies in the socket; a Unix socket can be drained");
            return;
        }
        long capacity =
                finding.pipe()
                        .flatMap(pipe -> pipe.state().known())
                        .map(PipeState::capacity)
                        .orElse(0L);
        if (capacity < LARGEST) {
            add(
                    rescue + " --grow 1MiB --yes",
                    "makes room, and no byte is lost: enough, if the rest of the output fits");
        }
        add(
                rescue + " --drain stuck-" + full.get().pid() + ".bin --yes",
                "takes the bytes out into a file, past their reader");
    }

    private void giveUpTheEnd() {
        finding.culprit()
                .ifPresent(
                        holder -> {
                            boolean reader = holder.pid() == finding.chain().get(0).pid();
                            if (!reader) {
                                end(holder, "ends who holds the write end");
                            }
                            add(
                                    "gdb --batch -p %d -ex 'call (int) close(%d)'"
                                            .formatted(holder.pid(), holder.fd()),
                                    "closes that write end alone; gdb stops the process for a"
                                            + " moment");
                            if (reader) {
                                end(holder, "ends it");
                            }
                        });
        add("", "penstock rescue cannot help: the pipe is empty, and an end is what is waited for");
    }

    /** Lets go on whoever is kept from running. */
    private void proceed() {
        Set<Integer> told = new HashSet<>();
        for (Step step : finding.chain()) {
            if (step.waits() instanceof Wait.Stopped stopped && told.add(step.pid())) {
                proceed(step, stopped);
            } else if (step.waits() instanceof Wait.Device && told.add(step.pid())) {
                add(
                        "sudo cat /proc/" + step.pid() + "/stack",
                        "shows in what the kernel hangs: no signal ends that, only the device or"
                                + " the file server does");
            }
        }
    }

    private void proceed(Step step, Wait.Stopped stopped) {
        String program = ProgramLanguage.program(step.command());
        switch (stopped.means()) {
            case SIGNAL -> add("kill -CONT " + step.pid(), "continues " + program);
            case TRACER ->
                    add(
                            stopped.by() == 0 ? "" : "kill " + stopped.by(),
                            (stopped.by() == 0
                                            ? "its tracer is not to be seen: "
                                            : "ends its tracer, which lets " + program + " go; or ")
                                    + "type continue or detach in it; SIGCONT does not help");
            case FREEZER ->
                    add(
                            Thaw.command(stopped.name()),
                            "thaws the control group of " + program + "; no signal does");
        }
    }

    private void endCulprit() {
        finding.culprit().ifPresent(culprit -> end(culprit, "ends " + whom(culprit)));
    }

    private static String whom(Culprit culprit) {
        return switch (culprit.role()) {
            case "writer" -> "who does not write";
            case "peer" -> "who does not read the socket";
            default -> "who does not read";
        };
    }

    private void end(Culprit who, String effect) {
        add("kill " + who.pid(), effect + ", " + ProgramLanguage.program(who.command()));
    }

    private void lookAsRoot() {
        if ("root".equals(System.getProperty("user.name"))) {
            look("--for 10s", "looks longer");
        } else {
            pid().ifPresent(
                            pid ->
                                    add(
                                            "sudo penstock inspect " + pid,
                                            "looks at what only its owner and root may see"));
        }
    }

    private void look(String options, String effect) {
        pid().ifPresent(pid -> add("penstock inspect " + pid + " " + options, effect));
    }

    private Optional<Integer> pid() {
        return finding.chain().stream()
                .map(Step::pid)
                .findFirst()
                .or(() -> finding.pids().stream().findFirst());
    }

    /** The last in the chain that waits for room, by the descriptor that it writes to. */
    private Optional<Full> full() {
        Optional<Full> found = Optional.empty();
        for (Step step : finding.chain()) {
            Optional<String> file = step.waits().roomIn();
            int fd =
                    step.waits() instanceof Wait.Room room
                            ? room.fd()
                            : step.waits() instanceof Wait.Send send ? send.fd() : -1;
            if (file.isPresent() && fd >= 0) {
                found = Optional.of(new Full(step.pid(), fd, step.waits() instanceof Wait.Send));
            }
        }
        return found.or(this::polledFull);
    }

    /** Whoever polls for room is in no write, but holds the end. */
    private Optional<Full> polledFull() {
        if (finding.pipe().isPresent()) {
            PipeView pipe = finding.pipe().get();
            boolean bytes = pipe.state().known().map(state -> state.unread() > 0).orElse(false);
            return bytes ? pipe.writers().stream().findFirst().map(Actions::of) : Optional.empty();
        }
        return finding.culprit()
                .filter(peer -> peer.role().equals("peer") && peer.fd() >= 0)
                .map(peer -> new Full(peer.pid(), peer.fd(), true));
    }

    private static Full of(PipeHolder holder) {
        return new Full(holder.pid(), holder.fd(), false);
    }

    private void add(String command, String effect) {
        actions.add(new Action(command, effect));
    }
}
