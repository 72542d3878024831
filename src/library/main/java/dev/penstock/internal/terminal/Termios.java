package dev.penstock.internal.terminal;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.memory.Buffers;
import dev.penstock.internal.sys.Ioctl;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.sys.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A terminal's settings, as they were when they were read: {@code struct termios} of
 * asm-generic/termbits.h, which x86_64 and aarch64 share.
 *
 * <pre>
 *   0        4        8        12       16      17           36
 *   ├────────┼────────┼────────┼────────┼───────┼────────────┤
 *   │ iflag  │ oflag  │ cflag  │ lflag  │ line  │ cc[19]     │
 *   └────────┴────────┴────────┴────────┴───────┴────────────┘
 * </pre>
 */
public final class Termios {
    private static final int SIZE = 36;
    private static final int IFLAG = 0;
    private static final int OFLAG = 4;
    private static final int CFLAG = 8;
    private static final int LFLAG = 12;
    private static final int CC = 17;

    // Indexes in cc, and bits of the flags: asm-generic/termbits.h.
    private static final int VEOF = 4;
    private static final int VTIME = 5;
    private static final int VMIN = 6;
    private static final int IGNBRK = 0x001;
    private static final int BRKINT = 0x002;
    private static final int PARMRK = 0x008;
    private static final int ISTRIP = 0x020;
    private static final int INLCR = 0x040;
    private static final int IGNCR = 0x080;
    private static final int ICRNL = 0x100;
    private static final int IXON = 0x400;
    private static final int OPOST = 0x01;
    private static final int ONLCR = 0x04;
    private static final int CSIZE = 0x30;
    private static final int CS8 = 0x30;
    private static final int PARENB = 0x100;
    private static final int ISIG = 0x0001;
    private static final int ICANON = 0x0002;
    private static final int ECHO = 0x0008;
    private static final int ECHONL = 0x0040;
    private static final int IEXTEN = 0x8000;

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());

    private Termios() {}

    /**
     * Reads them.
     *
     * @param terminal the master's or the slave's descriptor: both tell of the slave
     */
    public static Termios of(Fd terminal) throws IOException {
        Termios read = new Termios();
        int number = terminal.use();
        NativeMemory answer = Buffers.borrow();
        try {
            int result = Linux.libc().ioctl(number, Ioctl.TCGETS, answer.address());
            check("ioctl(TCGETS)", result, number);
            read.bytes.put(0, answer.bytes(), 0, SIZE);
            return read;
        } finally {
            Buffers.giveBack(answer);
            terminal.done();
        }
    }

    /** Gives the terminal these settings, at once. */
    public void set(Fd terminal) throws IOException {
        int number = terminal.use();
        NativeMemory settings = Buffers.borrow();
        try {
            settings.bytes().put(0, bytes, 0, SIZE);
            int result = Linux.libc().ioctl(number, Ioctl.TCSETS, settings.address());
            check("ioctl(TCSETS)", result, number);
        } finally {
            Buffers.giveBack(settings);
            terminal.done();
        }
    }

    /** Whether input is handed on line by line, with the editing keys taken out: ICANON. */
    public boolean cooked() {
        return has(LFLAG, ICANON);
    }

    /** Whether what is typed is printed: ECHO. */
    public boolean echoes() {
        return has(LFLAG, ECHO);
    }

    /** The character that ends a cooked terminal's input: VEOF, Ctrl-D unless it was changed. */
    public byte endOfFile() {
        return bytes.get(CC + VEOF);
    }

    /** Whether a carriage return ends a line too: ICRNL without IGNCR. */
    public boolean carriageReturnEndsLine() {
        return has(IFLAG, ICRNL) && !has(IFLAG, IGNCR);
    }

    /** Prints what is typed, or does not. */
    public void echo(boolean echo) {
        set(LFLAG, ECHO, echo);
    }

    /** Puts a carriage return before each newline of the output, or does not: ONLCR. */
    public void carriageReturns(boolean put) {
        set(OFLAG, ONLCR, put);
    }

    /** Hands each byte through as it is, both ways: as cfmakeraw(3). */
    public void makeRaw() {
        set(IFLAG, IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON, false);
        set(OFLAG, OPOST, false);
        set(LFLAG, ECHO | ECHONL | ICANON | ISIG | IEXTEN, false);
        set(CFLAG, CSIZE | PARENB, false);
        set(CFLAG, CS8, true);
        bytes.put(CC + VMIN, (byte) 1);
        bytes.put(CC + VTIME, (byte) 0);
    }

    private boolean has(int flags, int bit) {
        return (bytes.getInt(flags) & bit) != 0;
    }

    private void set(int flags, int bits, boolean on) {
        int before = bytes.getInt(flags);
        bytes.putInt(flags, on ? before | bits : before & ~bits);
    }
}
