package dev.penstock.command.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How output may look. System.console() does not tell: since JDK 22 there is one even where output
 * is a file.
 *
 * @param live standard output is a terminal, so that a line may be drawn over
 * @param colour colours are wanted as well
 * @param width how many characters a line has at most, where that can be chosen
 */
public record Appearance(boolean live, boolean colour, int width) {
    /** Where there is no terminal, or one that does not tell. */
    public static final int USUAL_WIDTH = 96;

    /** What is narrower is not obeyed: most names would not fit. */
    static final int LEAST_WIDTH = 40;

    private static final String RESET = "\u001b[0m";

    /** Standard output as it is, and as the environment wants it. */
    public static Appearance ofStandardOutput() {
        boolean live = isTerminal(Path.of("/proc/self/fd/1"));
        return new Appearance(
                live,
                Colour.AUTO.wanted(System.getenv(), live),
                width(live, System.getenv("COLUMNS")));
    }

    /** Not a terminal. */
    public static Appearance plain() {
        return new Appearance(false, false, USUAL_WIDTH);
    }

    /** The same in colours or without, as was typed. */
    public Appearance with(Colour typed) {
        return typed == Colour.AUTO
                ? this
                : new Appearance(live, typed.wanted(System.getenv(), live), width);
    }

    /** The terminal's own width; {@code COLUMNS} says another one, wherever output goes. */
    private static int width(boolean live, String columns) {
        if (columns != null && columns.matches("[1-9][0-9]{0,5}")) {
            return Math.max(LEAST_WIDTH, Integer.parseInt(columns));
        }
        int columnsOfIt = live ? TerminalWidth.columns(1) : 0;
        return columnsOfIt == 0 ? USUAL_WIDTH : Math.max(LEAST_WIDTH, columnsOfIt);
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
