package dev.penstock.process;

import dev.penstock.internal.terminal.Termios;
import dev.penstock.sys.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The line that is being typed on a child's terminal, as far as a cooked terminal minds: how long
 * it is, and how it is ended. One thread at a time.
 */
final class TerminalLine {
    /**
     * Without its end; of a longer line the kernel drops the rest without a word: termios(3),
     * "Canonical and noncanonical mode".
     */
    static final int LONGEST = 4095;

    private static final byte LF = '\n';
    private static final byte CR = '\r';

    private final Fd master;
    private int length;

    TerminalLine(Fd master) {
        this.master = master;
    }

    /**
     * Refuses bytes of which the terminal would drop some.
     *
     * @param bytes to be typed; stays as it is
     * @throws IOException if a line in it is too long
     */
    void require(ByteBuffer bytes) throws IOException {
        if (length + bytes.remaining() <= LONGEST) {
            return;
        }
        Termios settings = Termios.of(master);
        if (settings.cooked() && longest(bytes, settings) > LONGEST) {
            throw new IOException(
                    "a line of more than "
                            + LONGEST
                            + " bytes: a cooked terminal would drop the rest of it");
        }
    }

    private int longest(ByteBuffer bytes, Termios settings) {
        int longest = 0;
        int now = length;
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            now = ends(bytes.get(i), settings) ? 0 : now + 1;
            longest = Math.max(longest, now);
        }
        return longest;
    }

    /**
     * Counts bytes that have been typed.
     *
     * @param count how many of those before the buffer's position
     */
    void typed(ByteBuffer bytes, int count) throws IOException {
        if (count == 0) {
            return;
        }
        Termios settings = Termios.of(master);
        int i = bytes.position();
        int most = i - count;
        while (i > most && !ends(bytes.get(i - 1), settings)) {
            i--;
        }
        int rest = bytes.position() - i;
        length = i > most ? rest : length + rest;
    }

    private static boolean ends(byte one, Termios settings) {
        return one == LF
                || one == settings.endOfFile()
                || (one == CR && settings.carriageReturnEndsLine());
    }

    /** Whether the terminal has an end of file at this moment. */
    boolean canEnd() throws IOException {
        return Termios.of(master).cooked();
    }

    /**
     * What is typed to end the input: the end-of-file character, or two of them after a line that
     * has no end, which the first of them hands on.
     */
    byte[] end() throws IOException {
        byte eof = Termios.of(master).endOfFile();
        return length == 0 ? new byte[] {eof} : new byte[] {eof, eof};
    }
}
