package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Call;
import java.util.List;

/** The words that findings are told in. */
final class Words {
    private static final int LONGEST = 64;

    private final Call call = new Call();

    /** The call that a thread is in, shortened. */
    String call(Task task) {
        task.read(call);
        String text = call.text();
        if (text.length() > LONGEST) {
            return text.substring(0, LONGEST) + "…";
        }
        String shown = text.stripTrailing();
        return shown.endsWith(")") ? shown : shown.endsWith(",") ? shown + " …" : shown + ", …";
    }

    /** The descriptor that it waits on; −1 where there is none. */
    int fd(Task task) {
        task.read(call);
        return switch (call.syscall()) {
            case SPLICE -> call.fd(task.writes ? 2 : 0);
            case POLL -> call.fds(0, "fd=")[0];
            case TEE -> call.fd(task.writes ? 1 : 0);
            default -> call.fd(0);
        };
    }

    /** How many bytes it was to move; −1 where that is not told. */
    long asked(Task task) {
        task.read(call);
        return call.isNamed("write") || call.isNamed("read") ? call.number(2, -1) : -1;
    }

    /** Whether it sleeps for a time, and for nothing else. */
    boolean isTimed(Task task) {
        task.read(call);
        return call.isNamed("clock_nanosleep") || call.isNamed("nanosleep");
    }

    Step step(Task task) {
        return new Step(
                task.process.pid,
                task.tid,
                task.process.command,
                call(task),
                task.line,
                task.pipe == null ? null : task.pipe.name());
    }

    /** Who waits for whom, all around. */
    String cycle(List<Task> tasks) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tasks.size(); i++) {
            Task next = tasks.get((i + 1) % tasks.size());
            text.append(i == 0 ? "" : "; ").append(waits(tasks.get(i), next.process));
        }
        return text.toString();
    }

    private String waits(Task task, Proc next) {
        String who = task.process.name();
        String whom = next == task.process ? "itself" : next.name();
        if (task.pipe != null) {
            return who
                    + (task.writes
                            ? " writes to a full pipe, fd "
                            : " reads from an empty pipe, fd ")
                    + fd(task)
                    + ", that "
                    + whom
                    + (task.writes ? " does not read" : " does not write to");
        }
        task.read(call);
        return switch (call.syscall()) {
            case WAIT -> who + " waits for " + whom + " to end";
            case FUTEX -> who + " has thread " + task.tid + " wait for another of its threads";
            default -> who + " waits for " + whom + " in " + call.name();
        };
    }

    /** What a process does, by its threads' calls. */
    String doing(Proc process) {
        if (process.stopped) {
            return process.name() + " is stopped";
        }
        StringBuilder text = new StringBuilder();
        int running = 0;
        int told = 0;
        for (Task task : process.tasks) {
            if (!task.asleep()) {
                running++;
            } else if (told++ < 3) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(call(task))
                        .append(" since line ")
                        .append(task.line);
            }
        }
        if (told == 0) {
            return process.name() + " is in no call that the log shows";
        }
        return process.name()
                + " is in "
                + text
                + (told > 3 ? "; and " + (told - 3) + " more threads in others" : "")
                + (running > 0 ? "; " + running + " of its threads in none" : "");
    }

    /** How a descriptor came to be where it is, back to where it was made. */
    static String history(Descriptor descriptor) {
        StringBuilder text = new StringBuilder();
        for (Descriptor at = descriptor; at != null; at = at.source) {
            String how =
                    switch (at.how()) {
                        case MADE -> "made";
                        case COPIED -> "copied";
                        case INHERITED -> "inherited at its process's birth";
                        case RECEIVED -> "received by SCM_RIGHTS";
                        case FOUND -> "there before the log tells of it";
                    };
            text.append(text.isEmpty() ? "" : "; before: fd " + at.fd + " ")
                    .append(how)
                    .append(" in line ")
                    .append(at.line);
            if (at == descriptor && at.execLine > 0) {
                text.append(", kept through execve in line ").append(at.execLine);
            }
        }
        return text.toString();
    }
}
