package dev.penstock.diagnosis.trace.log;

import java.util.Arrays;

/**
 * A call's text, taken apart: its arguments, its result, how long it took. The text may be a line's
 * or the two halves of an interrupted one, joined. One thread; valid until the bytes change.
 */
public final class Call {
    /** How a call ended. */
    public enum Outcome {
        /** It answered 0 or more. */
        VALUE,
        /** It failed. */
        ERROR,
        /** A signal interrupted it, and the kernel may begin it anew. */
        RESTART,
        /** {@code ?}: nobody saw it end, or it does not return. */
        UNSEEN,
        /** There is no result in the text. */
        NONE
    }

    private static final int MOST = 8;
    private static final byte[][] LINKS = {
        Scan.ascii("\"/dev/fd/"), Scan.ascii("\"/proc/self/fd/")
    };
    private static final byte[] PIPE = Scan.ascii("pipe:[");
    private static final byte[] SOCKET = Scan.ascii("socket:[");
    private static final byte[] UNIX = Scan.ascii("UNIX");
    private static final byte[] RESTARTS = Scan.ascii("ERESTART");

    private byte[] bytes = new byte[0];
    private int nameFrom;
    private int nameTo;
    private int end;
    private int close;
    private CallKind syscall = CallKind.OTHER;
    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int count;

    // Where a bracket was looked for in vain: no other one that begins there is closed, either.
    private int unclosedFrom;
    private int unclosedTo;
    private int resultFrom;
    private Outcome outcome = Outcome.NONE;
    private long result;
    private long nanos;

    /** Takes the text apart: {@code name(arguments) = result <seconds>}, as much as there is. */
    public void read(byte[] text, int start, int stop) {
        bytes = text;
        nameFrom = start;
        end = stop;
        nameTo = Scan.indexOf(text, start, stop, '(');
        if (nameTo < 0) {
            nameTo = stop;
        }
        syscall = CallKind.of(text, start, nameTo);
        outcome = Outcome.NONE;
        result = 0;
        nanos = -1;
        unclosedFrom = stop;
        unclosedTo = stop;
        int bracket = arguments(Math.min(nameTo + 1, stop));
        close = Math.min(bracket + 1, stop);
        if (close < stop) {
            int equals = Scan.indexOf(text, close, stop, '=');
            if (equals >= 0) {
                result(Scan.skipSpaces(text, equals + 1, stop));
            }
        }
    }

    /** Answers where the bracket after the last argument is; the end if there is none. */
    private int arguments(int start) {
        count = 0;
        int depth = 0;
        int at = start;
        int argument = start;
        for (; at < end; at++) {
            switch (bytes[at]) {
                case '"' -> at = quoted(at);
                case '<' -> at = path(at);
                case '(', '[', '{' -> depth++;
                case ']', '}' -> depth--;
                case ')' -> {
                    if (--depth < 0) {
                        argument(argument, at);
                        return at;
                    }
                }
                case ',' -> {
                    if (depth == 0) {
                        argument(argument, at);
                        argument = at + 1;
                    }
                }
                default -> {}
            }
        }
        argument(argument, Math.min(at, end));
        return end;
    }

    private void argument(int start, int stop) {
        int first = Scan.skipSpaces(bytes, start, stop);
        if (count < MOST && first < stop) {
            from[count] = first;
            to[count++] = stop;
        }
    }

    /** At a quotation mark; answers where the closing one is, or the end. */
    private int quoted(int open) {
        int at = open + 1;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, end);
    }

    /** At the bracket of a path that {@code -y} put behind a descriptor; else it stays there. */
    private int path(int open) {
        byte before = open == 0 ? 0 : bytes[open - 1];
        if (!Scan.digit(before) && before != 'D' || open + 1 < end && bytes[open + 1] == '<') {
            return open;
        }
        if (open >= unclosedFrom && open < unclosedTo) {
            return open;
        }
        int depth = 1;
        int at = open + 1;
        for (; at < end; at++) {
            if (bytes[at] == '<') {
                depth++;
            } else if (bytes[at] == '>' && bytes[at - 1] != '-' && --depth == 0) {
                return at;
            } else if (bytes[at] == '"') {
                break;
            }
        }
        unclosedFrom = open;
        unclosedTo = at;
        return open;
    }

    private void result(int start) {
        resultFrom = start;
        if (start == end) {
            return;
        }
        if (bytes[start] == '?') {
            int word = Scan.skipSpaces(bytes, start + 1, end);
            outcome =
                    Scan.startsWith(bytes, word, end, RESTARTS) ? Outcome.RESTART : Outcome.UNSEEN;
        } else {
            result = Scan.number(bytes, start, end, Long.MIN_VALUE);
            outcome =
                    result == Long.MIN_VALUE
                            ? Outcome.NONE
                            : result < 0 ? Outcome.ERROR : Outcome.VALUE;
        }
        if (bytes[end - 1] == '>') {
            int open = end - 1;
            while (open > start && bytes[open] != '<') {
                open--;
            }
            int digits = Scan.skipDigits(bytes, open + 1, end);
            if (digits < end && bytes[digits] == '.') {
                nanos = Scan.nanos(bytes, open + 1, end - 1);
            }
        }
    }

    /** Which call. */
    public CallKind syscall() {
        return syscall;
    }

    /** Its name as it stands there. */
    public String name() {
        return Scan.text(bytes, nameFrom, nameTo);
    }

    /** Whether it is that name. */
    public boolean isNamed(String name) {
        return nameTo - nameFrom == name.length()
                && Scan.startsWith(bytes, nameFrom, nameTo, Scan.ascii(name));
    }

    /** How many arguments there are; of more than eight, eight. */
    public int count() {
        return count;
    }

    /** Argument i as a whole number; {@code none} where it is none. */
    public long number(int i, long none) {
        return i < count ? Scan.number(bytes, from[i], to[i], none) : none;
    }

    /** Argument i as a descriptor; −1 where it is none. */
    public int fd(int i) {
        return descriptor(number(i, -1));
    }

    private static int descriptor(long number) {
        return number >= 0 && number <= Integer.MAX_VALUE ? (int) number : -1;
    }

    /** Whether argument i contains that word. */
    public boolean has(int i, String word) {
        return i < count && Scan.indexOf(bytes, from[i], to[i], Scan.ascii(word)) >= 0;
    }

    /** Whether any argument contains that word. */
    public boolean has(String word) {
        return count > 0 && Scan.indexOf(bytes, from[0], to[count - 1], Scan.ascii(word)) >= 0;
    }

    /** Argument i as it stands there; empty where there is none. */
    public String text(int i) {
        return i < count ? Scan.text(bytes, from[i], to[i]) : "";
    }

    /** The name and the arguments, as far as they are there. */
    public String text() {
        return Scan.text(bytes, nameFrom, close);
    }

    /**
     * The descriptors in argument i, wherever they stand behind a mark: behind {@code [} in {@code
     * [3, 4]}, behind {@code fd=} in poll's.
     *
     * @param mark what comes before the first of a run
     */
    public int[] fds(int i, String mark) {
        int[] found = new int[4];
        int many = 0;
        byte[] word = Scan.ascii(mark);
        int stop = i < count ? to[i] : 0;
        int at = i < count ? Scan.indexOf(bytes, from[i], stop, word) : -1;
        while (at >= 0) {
            at += word.length;
            boolean more = true;
            while (more && at < stop && Scan.digit(bytes[at])) {
                if (many == found.length) {
                    found = Arrays.copyOf(found, many * 2);
                }
                found[many++] = descriptor(Scan.number(bytes, at, stop, -1));
                at = Scan.skipDigits(bytes, at, stop);
                at = at < stop && bytes[at] == '<' ? path(at) + 1 : at;
                more = at < stop && (bytes[at] == ',' || bytes[at] == ' ');
                at = more ? Scan.skipSpaces(bytes, at + 1, stop) : at;
            }
            at = Scan.indexOf(bytes, at, stop, word);
        }
        return Arrays.copyOf(found, many);
    }

    /**
     * The descriptor that argument i, a path, is a link to: {@code "/dev/fd/63"}.
     *
     * @return −1 where it is another path
     */
    public int link(int i) {
        for (byte[] folder : LINKS) {
            if (i < count && Scan.startsWith(bytes, from[i], to[i], folder)) {
                return descriptor(Scan.number(bytes, from[i] + folder.length, to[i], -1));
            }
        }
        return -1;
    }

    /**
     * What {@code -y} says that the descriptor in argument i is.
     *
     * @return a pipe's inode; 0 where nothing is said, or a socket; −1 for any other file
     */
    public long pipe(int i) {
        return i < count ? pipe(from[i], to[i]) : 0;
    }

    /** The same of the result. */
    public long resultPipe() {
        return outcome == Outcome.VALUE ? pipe(resultFrom, end) : 0;
    }

    private long pipe(int start, int stop) {
        int at = start;
        while (at < stop && (bytes[at] == '[' || bytes[at] == '{')) {
            at++;
        }
        at = Scan.skipDigits(bytes, at, stop);
        if (at >= stop || bytes[at] != '<') {
            return 0;
        }
        if (Scan.startsWith(bytes, at + 1, stop, PIPE)) {
            return Scan.number(bytes, at + 1 + PIPE.length, stop, 0);
        }
        boolean socket =
                Scan.startsWith(bytes, at + 1, stop, SOCKET)
                        || Scan.startsWith(bytes, at + 1, stop, UNIX);
        return socket ? 0 : -1;
    }

    /** How it ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** What it answered: 0 or more after {@code VALUE}, below after {@code ERROR}. */
    public long result() {
        return result;
    }

    /** Whether it answered 0 or more. */
    public boolean succeeded() {
        return outcome == Outcome.VALUE;
    }

    /** How long it took, in nanoseconds, where {@code -T} tells it; −1 if not. */
    public long nanos() {
        return nanos;
    }
}
