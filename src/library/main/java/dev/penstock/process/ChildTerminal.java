package dev.penstock.process;

import dev.penstock.internal.terminal.Termios;
import dev.penstock.internal.terminal.WindowSize;
import dev.penstock.sys.Fd;
import java.io.IOException;

/**
 * The terminal of a running child: see {@link Child#terminal}. Any thread. Each method throws a
 * {@link java.nio.channels.ClosedChannelException} once the child is over, or its output was given
 * up.
 */
public final class ChildTerminal {
    /**
     * One of the master's descriptors, which keeps the terminal from hanging up: a child may close
     * its streams, so that they end here, and go on.
     */
    private final Fd master;

    private final String name;

    ChildTerminal(Fd master, String name) {
        this.master = master;
        this.name = name;
    }

    /** Its path in the file system, such as {@code /dev/pts/4}. */
    public String name() {
        return name;
    }

    /**
     * Makes it larger or smaller. The programs in its foreground get a SIGWINCH, unless it had that
     * size before.
     *
     * @param columns 1 to 65535
     * @param rows 1 to 65535
     * @throws IllegalArgumentException if there are fewer or more
     */
    public void resize(int columns, int rows) throws IOException {
        new WindowSize(columns, rows).set(master);
    }

    /** Whether the program has its input line by line, with an end of file, at this moment. */
    public boolean isCooked() throws IOException {
        return Termios.of(master).cooked();
    }

    /** Whether it prints what is typed, at this moment: a prompt for a password turns that off. */
    public boolean isEchoing() throws IOException {
        return Termios.of(master).echoes();
    }

    /** Hangs up, unless a stream is carried yet; the streams have descriptors of their own. */
    void letGo() throws IOException {
        master.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
