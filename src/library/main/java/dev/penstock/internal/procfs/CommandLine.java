package dev.penstock.internal.procfs;

import dev.penstock.text.LogSafe;
import java.util.ArrayList;
import java.util.List;

/** The arguments of {@code /proc/PID/cmdline}, and how to show them in little room. */
final class CommandLine {
    private static final int ROOM = 60;

    private CommandLine() {}

    /** Splits at the NULs. Empty for a kernel thread and a zombie. */
    static List<String> parse(String text) {
        List<String> arguments = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int nul = text.indexOf('\0', at);
            // A process may write over its own arguments (setproctitle), and then the last NUL is
            // missing.
            int end = nul < 0 ? text.length() : nul;
            arguments.add(text.substring(at, end));
            at = end + 1;
        }
        return List.copyOf(arguments);
    }

    /**
     * The program without its folder, then as many arguments as fit, all of it safe for a terminal.
     * A program without a name, or with one of spaces, is shown in quotation marks.
     */
    static String shown(List<String> arguments) {
        String program = arguments.get(0);
        String name = safe(program.substring(program.lastIndexOf('/') + 1));
        StringBuilder line = new StringBuilder();
        line.append(name.isBlank() ? "'" + safe(program) + "'" : name.stripLeading());
        for (int i = 1; i < arguments.size() && line.length() <= ROOM; i++) {
            line.append(' ').append(safe(arguments.get(i)));
        }
        boolean cut = line.length() > ROOM;
        if (cut) {
            line.setLength(Character.isHighSurrogate(line.charAt(ROOM - 2)) ? ROOM - 2 : ROOM - 1);
        }
        return cut ? line.append('…').toString() : line.toString();
    }

    /** No more of it than may be shown: an argument may have 128 KiB. */
    private static String safe(String argument) {
        int end = Math.min(argument.length(), ROOM + 1);
        if (end < argument.length() && Character.isHighSurrogate(argument.charAt(end - 1))) {
            end++;
        }
        return LogSafe.line(argument.substring(0, end));
    }
}
