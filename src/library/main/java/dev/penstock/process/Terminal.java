package dev.penstock.process;

import dev.penstock.internal.terminal.Termios;
import dev.penstock.internal.terminal.WindowSize;
import dev.penstock.sys.Fd;
import java.io.IOException;

/**
 * The terminal that a child gets of its own: see {@link Command#terminal(Terminal)}. Immutable, and
 * good for any number of children, each of which gets another one.
 *
 * <p>It is cooked at first, as a user's terminal is: input reaches the program line by line, and
 * Ctrl-C, Ctrl-Z, Ctrl-D and the editing keys mean what they do there. Unlike a user's it does not
 * print what is typed, so that answers come alone, and lines of output end with a newline without a
 * carriage return before it. The program may change all of that.
 */
public final class Terminal {
    private final WindowSize size;
    private final boolean raw;
    private final boolean echo;

    private Terminal(WindowSize size, boolean raw, boolean echo) {
        this.size = size;
        this.raw = raw;
        this.echo = echo;
    }

    /**
     * A cooked terminal that does not echo.
     *
     * @param columns 1 to 65535
     * @param rows 1 to 65535
     * @throws IllegalArgumentException if there are fewer or more
     */
    public static Terminal of(int columns, int rows) {
        return new Terminal(new WindowSize(columns, rows), false, false);
    }

    /**
     * This one, raw: each byte passes through as it is, both ways, as after cfmakeraw(3). Such a
     * terminal's input has no end of file.
     */
    public Terminal raw() {
        return new Terminal(size, true, echo);
    }

    /** This one, and what is typed comes back in the output, as a user's terminal does it. */
    public Terminal echo() {
        return new Terminal(size, raw, true);
    }

    /** Makes a new pseudoterminal this one. */
    void setUp(Fd terminal) throws IOException {
        Termios settings = Termios.of(terminal);
        if (raw) {
            settings.makeRaw();
        }
        settings.echo(echo);
        settings.carriageReturns(false);
        settings.set(terminal);
        size.set(terminal);
    }

    @Override
    public String toString() {
        return size.columns()
                + " by "
                + size.rows()
                + (raw ? ", raw" : ", cooked")
                + (echo ? ", echoing" : "");
    }
}
