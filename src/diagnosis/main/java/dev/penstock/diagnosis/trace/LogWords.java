package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Call;
import dev.penstock.text.LogSafe;
import java.util.ArrayList;
import java.util.List;

/** The words that findings are told in. */
final class LogWords {
    private static final int LONGEST = 64;

    private static final int MOST_TOLD = 64;

    private final Call call = new Call();

    /** The call that a thread is in, shortened. */
    String call(TracedThread task) {
        task.read(call);
        String text = call.text();
        if (text.length() > LONGEST) {
            return LogSafe.line(text.substring(0, LONGEST)) + "…";
        }
        String shown = LogSafe.line(text.stripTrailing());
        return shown.endsWith(")") ? shown : shown.endsWith(",") ? shown + " …" : shown + ", …";
    }

    /** The descriptor that it waits on; −1 where there is none. */
    int fd(TracedThread task) {
        task.read(call);
        return switch (call.syscall()) {
            case SPLICE -> call.fd(task.writes ? 2 : 0);
            case POLL -> call.fds(0, "fd=")[0];
            case TEE -> call.fd(task.writes ? 1 : 0);
            default -> call.fd(0);
        };
    }

    /** How many bytes it was to move; −1 where that is not told. */
    long asked(TracedThread task) {
        task.read(call);
        return call.isNamed("write") || call.isNamed("read") ? call.number(2, -1) : -1;
    }

    /** What a process does, by its threads' calls. */
    String doing(TracedProcess process) {
        if (process.stopped) {
            return process.name() + " is stopped";
        }
        StringBuilder text = new StringBuilder();
        int running = 0;
        int told = 0;
        for (TracedThread task : process.tasks) {
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

    /** What is in a pipe. */
    static String contents(TracedPipe pipe) {
        return pipe.state().known().isEmpty()
                ? "%s: the log shows %s bytes in and %s out"
                        .formatted(pipe.file(), pipe.in, pipe.out)
                : "%s had got %s bytes, of which %s were read: %s lay in it"
                        .formatted(pipe.file(), pipe.in, pipe.out, pipe.in - pipe.out);
    }

    /** Who holds a pipe, a sentence for each descriptor, as far as people read on. */
    static List<String> holders(TracedPipe pipe) {
        List<String> holders = new ArrayList<>();
        for (Descriptor held : pipe.descriptors) {
            if (holders.size() == MOST_TOLD) {
                holders.add("and " + (pipe.descriptors.size() - MOST_TOLD) + " descriptors more");
                break;
            }
            holders.add(holds(held, held.writes == pipe ? "write" : "read"));
        }
        return holders;
    }

    static String holds(Descriptor held, String end) {
        return "%s holds the %s end as fd %s, %s"
                .formatted(held.process().name(), end, held.fd(), history(held));
    }

    /** How a descriptor came to be where it is, back to where it was made. */
    private static String history(Descriptor descriptor) {
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
