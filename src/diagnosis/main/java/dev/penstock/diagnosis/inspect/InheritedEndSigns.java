package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.Optional;
import java.util.Set;

/**
 * How a process likely came by a write end that it does not mean to write to. A pipe does not say
 * whose output it was made for, so each rule asks for a sign that an ordinary writer does not give.
 */
final class InheritedEndSigns {
    /** Who adopts orphans: the first process of a container or of a login, by its name. */
    private static final Set<String> REAPERS =
            Set.of("init", "systemd", "tini", "dumb-init", "docker-init", "catatonit");

    /** A script names descriptors where it cannot be seen from outside. */
    private static final Set<String> INTERPRETERS =
            Set.of("sh", "bash", "dash", "zsh", "ksh", "busybox", "perl", "ruby", "node", "make");

    private static final int STANDARD_ERROR = 2;

    private final LiveScene scene;

    InheritedEndSigns(LiveScene scene) {
        this.scene = scene;
    }

    /**
     * The sign, a sentence that begins with "it".
     *
     * @param reader who waits for bytes or their end
     * @return empty for an ordinary writer
     */
    Optional<String> of(PipeView pipe, PipeHolder writer, ProcessView reader) {
        ProcessView process = scene.process(writer.pid()).orElse(null);
        if (process == null) {
            return Optional.empty();
        }
        if (process.pid() == reader.pid()) {
            return scene.runtime.others(process).size() == 1 && !pipe.fifo()
                    ? Optional.of(
                            "it is the reader itself, which sleeps in the read and cannot close its"
                                    + " own write end: it was not closed after the fork")
                    : Optional.empty();
        }
        if (pipe.socket()) {
            return orphaned(process, reader) && isOutput(writer, process, reader)
                    ? Optional.of(orphaned(process))
                    : Optional.empty();
        }
        if (!pipe.fifo() && orphaned(process, reader)) {
            return Optional.of(orphaned(process));
        }
        return leaked(pipe, writer, process, reader)
                ? Optional.of(
                        "its descriptor is none of 0, 1 and 2 and not close-on-exec, and it runs"
                                + " another program: it inherited an end that was not meant for it")
                : Optional.empty();
    }

    private String orphaned(ProcessView process) {
        return "its parent has ended (it is now a child of %s) and left it with what it inherited"
                .formatted(scene.name(process.stat().parent()));
    }

    /** Anybody may connect to a socket; but a standard stream was given it by its parent. */
    private static boolean isOutput(PipeHolder writer, ProcessView process, ProcessView reader) {
        return writer.fd() <= STANDARD_ERROR && process.stat().session() == reader.stat().session();
    }

    private boolean orphaned(ProcessView writer, ProcessView reader) {
        int parent = writer.stat().parent();
        return reaper(parent)
                && parent != reader.pid()
                && parent != reader.stat().parent()
                && !scene.descends(reader.pid(), writer.pid());
    }

    private boolean reaper(int pid) {
        return pid <= 1
                || scene.process(pid)
                        .map(process -> REAPERS.contains(process.stat().comm()))
                        .orElse(false);
    }

    private boolean leaked(
            PipeView pipe, PipeHolder writer, ProcessView process, ProcessView reader) {
        for (PipeHolder holder : pipe.holders()) {
            boolean meant = holder.fd() <= STANDARD_ERROR || holder.end().reads();
            if (holder.pid() == process.pid() && (meant || holder.closeOnExec())) {
                return false;
            }
        }
        String comm = process.stat().comm();
        String command = scene.arguments(process.pid());
        return (scene.descends(process.pid(), reader.pid())
                        || scene.descends(process.pid(), reader.stat().parent()))
                && !scene.descends(reader.pid(), process.pid())
                && !comm.equals(reader.stat().comm())
                && !INTERPRETERS.contains(comm)
                && !comm.startsWith("python")
                && !mentions(command, writer.fd())
                && !command.contains(pipe.file().substring(pipe.file().lastIndexOf('/') + 1));
    }

    /** Whether its arguments name the descriptor: then it was given it on purpose. */
    private static boolean mentions(String command, int fd) {
        String digits = Integer.toString(fd);
        for (int at = 0; (at = command.indexOf(digits, at)) >= 0; at++) {
            int end = at + digits.length();
            boolean begins = at == 0 || !Character.isDigit(command.charAt(at - 1));
            boolean ends = end == command.length() || !Character.isDigit(command.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }
}
