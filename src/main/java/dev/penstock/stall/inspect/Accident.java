package dev.penstock.stall.inspect;

import dev.penstock.stall.snapshot.Holder;
import dev.penstock.stall.snapshot.PipeView;
import dev.penstock.stall.snapshot.ProcessView;
import java.util.Optional;
import java.util.Set;

/**
 * How a process likely came by a write end that it does not mean to write to. A pipe does not say
 * whose output it was made for, so each rule asks for a sign that an ordinary writer does not give.
 */
final class Accident {
    /** Who adopts orphans: the first process of a container or of a login, by its name. */
    private static final Set<String> REAPERS =
            Set.of("init", "systemd", "tini", "dumb-init", "docker-init", "catatonit");

    private static final int STANDARD_ERROR = 2;

    private final Scene scene;

    Accident(Scene scene) {
        this.scene = scene;
    }

    /**
     * The sign, a sentence that begins with "it".
     *
     * @param reader who waits for bytes or their end
     * @return empty for an ordinary writer
     */
    Optional<String> of(PipeView pipe, Holder writer, ProcessView reader) {
        ProcessView process = scene.process(writer.pid()).orElse(null);
        if (process == null || pipe.fifo()) {
            return Optional.empty();
        }
        if (process.pid() == reader.pid()) {
            return Helpers.others(process).size() == 1
                    ? Optional.of(
                            "it is the reader itself, which sleeps in the read and cannot close its"
                                    + " own write end: it was not closed after the fork")
                    : Optional.empty();
        }
        if (orphaned(process, reader)) {
            return Optional.of(
                    "its parent has ended (it is now a child of "
                            + scene.name(process.stat().parent())
                            + ") and left it with the pipe that it inherited");
        }
        return leaked(pipe, writer, process, reader)
                ? Optional.of(
                        "its descriptor is none of 0, 1 and 2 and not close-on-exec, and it runs"
                                + " another program: it inherited an end that was not meant for it")
                : Optional.empty();
    }

    private boolean orphaned(ProcessView writer, ProcessView reader) {
        int parent = writer.stat().parent();
        return reaper(parent)
                && parent != reader.pid()
                && parent != reader.stat().parent()
                && !descends(reader, writer.pid());
    }

    private boolean reaper(int pid) {
        return pid <= 1
                || scene.process(pid)
                        .map(process -> REAPERS.contains(process.stat().comm()))
                        .orElse(false);
    }

    private boolean leaked(PipeView pipe, Holder writer, ProcessView process, ProcessView reader) {
        for (Holder holder : pipe.holders()) {
            boolean meant = holder.fd() <= STANDARD_ERROR || holder.end().reads();
            if (holder.pid() == process.pid() && (meant || holder.closeOnExec())) {
                return false;
            }
        }
        return descends(process, reader.pid())
                && !process.stat().comm().equals(reader.stat().comm())
                && !mentions(scene.command(process.pid()), writer.fd());
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

    private boolean descends(ProcessView process, int from) {
        ProcessView at = process;
        for (int i = 0; i < 100 && at != null; i++) {
            if (at.stat().parent() == from) {
                return true;
            }
            at = scene.process(at.stat().parent()).orElse(null);
        }
        return false;
    }
}
