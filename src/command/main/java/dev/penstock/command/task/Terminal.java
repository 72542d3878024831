package dev.penstock.command.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether output may be decorated. System.console() does not tell: since JDK 22 there is one even
 * where output is a file.
 *
 * @param live standard output is a terminal, so that a line may be drawn over
 * @param colour colours are wanted as well
 */
public record Terminal(boolean live, boolean colour) {
    private static final String RESET = "\u001b[0m";

    /** Standard output as it is; NO_COLOR (no-color.org) and TERM=dumb are honoured. */
    public static Terminal ofStandardOutput() {
        boolean live = isTerminal(Path.of("/proc/self/fd/1"));
        String noColour = System.getenv("NO_COLOR");
        boolean wanted =
                (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(live, live && wanted);
    }

    /** Not a terminal. */
    public static Terminal plain() {
        return new Terminal(false, false);
    }

    /** What matters most. */
    public String bold(String text) {
        return coloured("\u001b[1m", text);
    }

    /** All is well. */
    public String good(String text) {
        return coloured("\u001b[32m", text);
    }

    /** Something failed. */
    public String bad(String text) {
        return coloured("\u001b[31m", text);
    }

    private String coloured(String begin, String text) {
        return colour ? begin + text + RESET : text;
    }

    private static boolean isTerminal(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException e) {
            return false; // closed, or no /proc: then plain text is right
        }
    }
}
