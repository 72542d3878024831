package dev.penstock.command.task;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Libc;

/** How wide a terminal is: TIOCGWINSZ of ioctl_tty(2). */
final class TerminalWidth {
    /** struct winsize of asm-generic/termios.h: four unsigned shorts, rows and columns first. */
    private static final int SIZE = 8;

    private static final int COLUMNS = 2;

    private TerminalWidth() {}

    /** Its columns; 0 where it has not been told how many it has, or nothing can be asked here. */
    static int columns(int fd) {
        try {
            Libc libc = Linux.libc();
            NativeMemory size = new NativeMemory(SIZE);
            return libc.ioctl(fd, SystemConstants.TIOCGWINSZ, size.address()) < 0
                    ? 0
                    : Short.toUnsignedInt(size.bytes().getShort(COLUMNS));
        } catch (RuntimeException | LinkageError e) {
            return 0; // help is given on any machine; what needs the library says why it cannot
        }
    }
}
