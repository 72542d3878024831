package dev.penstock.diagnosis.trace.log;

/**
 * Says what a line is: whose, when, and which call, or what else happened. Knows what strace 5 and
 * 6 write, with any of {@code -f -t -tt -ttt -r -k -Y}, to a file or to a terminal. The result is
 * in the parser itself until the next line. One thread.
 */
public final class LineParser {
    private static final byte[] PID = Scan.ascii("[pid ");
    private static final byte[] RESUMED = Scan.ascii("<... ");
    private static final byte[] RESUMED_END = Scan.ascii(" resumed>");
    private static final byte[] UNFINISHED = Scan.ascii("<unfinished ...>");
    private static final byte[] DETACHED_CALL = Scan.ascii("<detached ...>");
    private static final byte[] EVENT = Scan.ascii("+++ ");
    private static final byte[] SIGNAL = Scan.ascii("--- ");
    private static final byte[] EXITED = Scan.ascii("exited with ");
    private static final byte[] KILLED = Scan.ascii("killed by ");
    private static final byte[] SUPERSEDED = Scan.ascii("superseded by execve in pid ");
    private static final byte[] STOPPED = Scan.ascii("stopped by ");
    private static final byte[] STRACE = Scan.ascii("strace: Process ");
    private static final byte[] ATTACHED = Scan.ascii(" attached");
    private static final byte[] DETACHED = Scan.ascii(" detached");
    private static final byte[] STACK = Scan.ascii(" > ");
    private static final byte[] RESULT = Scan.ascii(" = ");

    private final Clock clock;

    private byte[] bytes;
    private LineKind kind;
    private int pid;
    private int commFrom;
    private int commTo;
    private CallKind syscall;
    private int textFrom;
    private int textTo;
    private int about;

    /** Times are read into that clock. */
    public LineParser(Clock clock) {
        this.clock = clock;
    }

    /** What the line is. */
    public LineKind kind() {
        return kind;
    }

    /** Whose line it is; 0 where it does not say so. */
    public int pid() {
        return pid;
    }

    /** The process's name, where {@code -Y} told it; null if not. */
    public String comm() {
        return commFrom == commTo ? null : Scan.text(bytes, commFrom, commTo);
    }

    /** Which call it is about. */
    public CallKind syscall() {
        return syscall;
    }

    /**
     * Where the text begins that the kind is about: of a call, its name; of the rest of one, what
     * comes after {@code resumed>}; of a signal or an end, its words.
     */
    public int textFrom() {
        return textFrom;
    }

    /** Where that text ends. */
    public int textTo() {
        return textTo;
    }

    /** The bytes that it is in. */
    public byte[] bytes() {
        return bytes;
    }

    /** That text, for people. */
    public String text() {
        return Scan.text(bytes, textFrom, textTo);
    }

    /** The process that was attached, detached or that superseded; 0 if none was. */
    public int about() {
        return about;
    }

    /** Reads the line that the reader is at. */
    public void parse(LineReader line) {
        parse(line.bytes(), line.from(), line.to(), line.complete());
    }

    void parse(byte[] line, int from, int to, boolean complete) {
        bytes = line;
        pid = 0;
        about = 0;
        commFrom = 0;
        commTo = 0;
        syscall = CallKind.OTHER;
        int end = Scan.trimEnd(line, from, to);
        if (from == end || Scan.startsWith(line, from, end, STACK)) {
            is(LineKind.ASIDE, from, end);
            return;
        }
        if (line[from] == ' '
                && end - from == UNFINISHED.length + 1
                && Scan.endsWith(line, from, end, UNFINISHED)) {
            // The rest of a line that strace's own note broke.
            is(LineKind.ASIDE, from, end);
            return;
        }
        if (continues(line, from, end)) {
            is(LineKind.CONTINUED, from, end);
            return;
        }
        if (Scan.startsWith(line, from, end, STRACE)) {
            attached(from + STRACE.length, end);
            return;
        }
        int at = clock.read(line, prefix(from, end), end);
        if (at == end) {
            is(LineKind.FOREIGN, from, end);
        } else if (line[at] == '+' && Scan.startsWith(line, at, end, EVENT)) {
            event(at + EVENT.length, end);
        } else if (line[at] == '-' && Scan.startsWith(line, at, end, SIGNAL)) {
            int text = at + SIGNAL.length;
            is(
                    Scan.startsWith(line, text, end, STOPPED) ? LineKind.STOPPED : LineKind.SIGNAL,
                    text,
                    end);
        } else if (line[at] == '<' && Scan.startsWith(line, at, end, RESUMED)) {
            resumed(at + RESUMED.length, end);
        } else {
            call(at, end, complete);
        }
    }

    private void is(LineKind what, int from, int to) {
        kind = what;
        textFrom = from;
        textTo = to;
    }

    /** A call's line begins with neither; only what is left of a broken one does. */
    private static boolean continues(byte[] line, int from, int end) {
        return line[from] == ')' && Scan.indexOf(line, from, end, '=') > 0
                || line[from] == ',' && end - from > 2 && line[from + 1] == ' ';
    }

    /** {@code [pid 12] }, {@code 12 }, {@code 12<comm> }; answers where what follows begins. */
    private int prefix(int from, int end) {
        boolean bracket = Scan.startsWith(bytes, from, end, PID);
        int at = bracket ? Scan.skipSpaces(bytes, from + PID.length, end) : from;
        int digits = Scan.skipDigits(bytes, at, end);
        if (digits == at || digits == end || digits - at > 9) {
            return from;
        }
        int after = digits;
        if (bytes[after] == '<') {
            after = Scan.indexOf(bytes, after, end, '>') + 1;
            if (after == 0) {
                return from;
            }
            commFrom = digits + 1;
            commTo = after - 1;
        }
        if (bracket && after < end && bytes[after] == ']') {
            after++;
        } else if (bracket || after == end || bytes[after] != ' ') {
            commTo = commFrom;
            return from;
        }
        pid = (int) Scan.number(bytes, at, digits, 0);
        return Scan.skipSpaces(bytes, after, end);
    }

    private void attached(int from, int end) {
        int digits = Scan.skipDigits(bytes, from, end);
        about = (int) Math.min(Integer.MAX_VALUE, Scan.number(bytes, from, digits, 0));
        boolean attached = Scan.startsWith(bytes, digits, end, ATTACHED);
        boolean detached = Scan.startsWith(bytes, digits, end, DETACHED);
        is(attached ? LineKind.ATTACHED : detached ? LineKind.DETACHED : LineKind.ASIDE, from, end);
    }

    private void event(int from, int end) {
        int close = Scan.endsWith(bytes, from, end, Scan.ascii(" +++")) ? end - 4 : end;
        if (Scan.startsWith(bytes, from, end, SUPERSEDED)) {
            about = (int) Scan.number(bytes, from + SUPERSEDED.length, close, 0);
            is(LineKind.SUPERSEDED, from, close);
        } else if (Scan.startsWith(bytes, from, end, EXITED)
                || Scan.startsWith(bytes, from, end, KILLED)) {
            is(LineKind.EXIT, from, close);
        } else {
            is(LineKind.FOREIGN, from, end);
        }
    }

    private void resumed(int from, int end) {
        int nameEnd = name(from, end);
        if (Scan.startsWith(bytes, nameEnd, end, RESUMED_END)) {
            syscall = CallKind.of(bytes, from, nameEnd);
            is(LineKind.RESUMED, nameEnd + RESUMED_END.length, end);
            // strace 5.3 and before wrote a space there.
            textFrom = Scan.skipSpaces(bytes, textFrom, end);
        } else {
            is(LineKind.FOREIGN, from, end);
        }
    }

    private void call(int from, int end, boolean complete) {
        int nameEnd = name(from, end);
        if (nameEnd == from || nameEnd == end || bytes[nameEnd] != '(') {
            is(LineKind.FOREIGN, from, end);
            return;
        }
        syscall = CallKind.of(bytes, from, nameEnd);
        if (bytes[end - 1] == '>') {
            if (Scan.endsWith(bytes, nameEnd, end, UNFINISHED)) {
                is(LineKind.UNFINISHED, from, Scan.trimEnd(bytes, from, end - UNFINISHED.length));
                return;
            }
            if (Scan.endsWith(bytes, nameEnd, end, DETACHED_CALL)) {
                is(
                        LineKind.UNFINISHED,
                        from,
                        Scan.trimEnd(bytes, from, end - DETACHED_CALL.length));
                return;
            }
        }
        int attached = Scan.endsWith(bytes, nameEnd, end, ATTACHED) ? note(nameEnd, end) : -1;
        if (attached >= 0) {
            about =
                    (int)
                            Math.min(
                                    Integer.MAX_VALUE,
                                    Scan.number(bytes, attached + STRACE.length, end, 0));
            is(LineKind.TRUNCATED, from, attached);
            return;
        }
        // The middle of a call in which strace itself was ended is what it was asleep in.
        is(
                hasResult(nameEnd, end)
                        ? LineKind.CALL
                        : complete ? LineKind.TRUNCATED : LineKind.UNFINISHED,
                from,
                end);
    }

    /** Where strace's own note breaks a line. */
    private int note(int from, int end) {
        return Scan.indexOf(bytes, from, end, STRACE);
    }

    /** Looks from the end, where a result is not far. */
    private boolean hasResult(int from, int end) {
        for (int at = end - RESULT.length; at > from; at--) {
            if (bytes[at + 1] == '=' && bytes[at] == ' ' && bytes[at + 2] == ' ') {
                int close = Scan.trimEnd(bytes, from, at);
                if (bytes[close - 1] == ')') {
                    return true;
                }
            }
        }
        return false;
    }

    private int name(int from, int end) {
        int at = from;
        while (at < end) {
            byte b = bytes[at];
            if (b >= 'a' && b <= 'z' || b == '_' || at > from && Scan.digit(b)) {
                at++;
            } else {
                break;
            }
        }
        return at;
    }
}
