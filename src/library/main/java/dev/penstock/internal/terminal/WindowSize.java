package dev.penstock.internal.terminal;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.sys.Ioctl;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.sys.Fd;
import java.io.IOException;

/**
 * How large a terminal is, in characters: {@code struct winsize} of asm-generic/termios.h, four
 * unsigned shorts, of which the last two are pixels and 0.
 *
 * @param columns 1 to 65535
 * @param rows 1 to 65535
 */
public record WindowSize(int columns, int rows) {
    private static final int ROWS = 0;
    private static final int COLUMNS = 2;
    private static final int PIXELS = 4;
    private static final int MOST = 65535;

    public WindowSize {
        if (columns < 1 || columns > MOST || rows < 1 || rows > MOST) {
            throw new IllegalArgumentException(
                    "a terminal has 1 to 65535 columns and rows: " + columns + " by " + rows);
        }
    }

    /** Makes a terminal so large; its foreground process group gets a SIGWINCH if it was not. */
    public void set(Fd terminal) throws IOException {
        int number = terminal.use();
        NativeMemory size = Buffers.borrow();
        try {
            size.bytes().putShort(ROWS, (short) rows).putShort(COLUMNS, (short) columns);
            size.bytes().putInt(PIXELS, 0);
            int result = Linux.libc().ioctl(number, Ioctl.TIOCSWINSZ, size.address());
            check("ioctl(TIOCSWINSZ)", result, number);
        } finally {
            Buffers.giveBack(size);
            terminal.done();
        }
    }
}
