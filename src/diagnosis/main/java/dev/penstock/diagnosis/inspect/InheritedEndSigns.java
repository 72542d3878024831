package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.PipeHolder;
import java.util.List;
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

    /** The second of the descriptors that follow the standard ones. */
    private static final int LAST_BY_HAND = 4;

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
            boolean alone = process.allTasksSeen() && scene.runtime.others(process).size() == 1;
            return alone && !pipe.fifo() && !scene.mayTellItself(process.pid())
                    ? Optional.of(
                            "it is the reader itself, which sleeps in the read and cannot close its"
                                    + " own write end: it was not closed after the fork")
                    : Optional.empty();
        }
        if (meansToWrite(process, pipe) || talks(process, reader)) {
            return Optional.empty();
        }
        if (pipe.socket()) {
            return orphaned(process, reader) && isOutput(writer, process, reader)
                    ? Optional.of(orphaned(process))
                    : Optional.empty();
        }
        if (!pipe.fifo() && orphaned(process, reader)) {
            return Optional.of(orphaned(process));
        }
        boolean awaited = awaited(pipe, process, reader);
        if (awaited && process.stat().forkedOnly()) {
            return Optional.of(
                    "it is a fork of %s, which has closed its own copy and waits for the reader's end"
                            .formatted(scene.name(reader.stat().parent())));
        }
        return leaked(pipe, writer, process, reader)
                        && (awaited || !deliberate(pipe, process, reader))
                ? Optional.of(
                        "its descriptor is none of 0, 1 and 2 and not close-on-exec, and it runs"
                                + " another program: it inherited an end that was not meant for it")
                : Optional.empty();
    }

    /** Whether it was given CPU time, or writes now and then to what is its only output. */
    private boolean meansToWrite(ProcessView process, PipeView pipe) {
        return scene.work.runs(process.pid())
                || scene.hasWritten(process.pid())
                        && scene.sleepsForATime(process.pid())
                        && onlyOutput(process, pipe.file());
    }

    private boolean onlyOutput(ProcessView process, String file) {
        for (FdLink link : process.fds().known().orElse(List.of())) {
            String other = link.target();
            boolean nowhere = other.startsWith("/dev/null") || other.startsWith("anon_inode:");
            if (!other.equals(file)
                    && !nowhere
                    && scene.holder(process.pid(), link.fd()).filter(End::writes).isPresent()) {
                return false;
            }
        }
        return true;
    }

    /** Whether it reads from a pipe that the reader writes to: they talk with each other. */
    private boolean talks(ProcessView process, ProcessView reader) {
        for (FdLink link : process.fds().known().orElse(List.of())) {
            if (link.pipeInode().isPresent()
                    && scene.holder(process.pid(), link.fd()).filter(End::reads).isPresent()
                    && holds(reader, link.target())) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(ProcessView process, String file) {
        for (FdLink link : process.fds().known().orElse(List.of())) {
            if (link.target().equals(file)
                    && scene.holder(process.pid(), link.fd()).filter(End::writes).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the reader's parent waits for the reader's end, has no write end itself, and started
     * the holder too, which is at nothing: what that parent meant to end goes on in the holder.
     */
    private boolean awaited(PipeView pipe, ProcessView process, ProcessView reader) {
        int parent = reader.stat().parent();
        for (PipeHolder writer : pipe.writers()) {
            if (writer.pid() == parent) {
                return false;
            }
        }
        return scene.descends(process.pid(), parent)
                && !scene.descends(process.pid(), reader.pid())
                && scene.awaitsEnd(parent, reader.pid())
                && scene.work.of(process.pid(), Set.of(reader.pid(), parent)).isEmpty();
    }

    /**
     * Whether it looks given on purpose: to the reader's only child, or as descriptor 3 or 4 and
     * nothing above, which is how such descriptors are counted.
     */
    private boolean deliberate(PipeView pipe, ProcessView process, ProcessView reader) {
        List<Integer> children = scene.children(reader.pid(), 0);
        if (process.stat().parent() == reader.pid() && children.size() == 1) {
            return true;
        }
        for (FdLink link : process.fds().known().orElse(List.of())) {
            boolean inherited = !scene.closesOnExec(process.pid(), link.fd());
            if (link.fd() > LAST_BY_HAND && inherited) {
                return false;
            }
        }
        return true;
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
