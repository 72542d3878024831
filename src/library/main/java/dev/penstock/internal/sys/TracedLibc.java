package dev.penstock.internal.sys;

import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes every call to a file as {@code strace -f -ttt -T} would, where strace itself may not be
 * used. A line is written when its call has returned, under this process's number whichever thread
 * made it; a child's first calls are those that posix_spawn(3) was told to make. Calls that the JVM
 * makes by itself are not in it. Any thread.
 */
final class TracedLibc implements InvocationHandler {
    private static final long LARGEST_PLAIN = 0xffff_ffffL;
    private static final int LONGEST_STRING = 1 << 16;

    private final Libc libc;
    private final Peek peek;
    private final OutputStream out;
    private final long self = ProcessHandle.current().pid();

    /** What a list of file actions has the child do, by the list's address. */
    private final Map<Long, List<String>> actions = new ConcurrentHashMap<>();

    private TracedLibc(Libc libc, OutputStream out) {
        this.libc = libc;
        this.peek = new Peek(libc);
        this.out = out;
    }

    /**
     * The same C library, traced.
     *
     * @param file is overwritten
     * @throws IllegalArgumentException if it cannot be opened
     */
    static Libc of(Libc libc, Path file) {
        try {
            OutputStream out = new FileOutputStream(file.toFile());
            return (Libc)
                    Proxy.newProxyInstance(
                            Libc.class.getClassLoader(),
                            new Class<?>[] {Libc.class},
                            new TracedLibc(libc, out));
        } catch (IOException e) {
            throw new IllegalArgumentException("-Ddev.penstock.trace: " + e.getMessage(), e);
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        Instant time = Instant.now();
        long begin = System.nanoTime();
        Object result;
        try {
            result = method.invoke(libc, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        boolean call = !method.getName().equals("address") && !method.getName().equals("environ");
        if (call && result instanceof Number number) {
            long took = System.nanoTime() - begin;
            try {
                // A proxy is given null where a call takes no arguments.
                Object[] given = args == null ? new Object[0] : args;
                called(method.getName(), given, number.longValue(), time, took);
            } catch (IOException e) {
                throw new UncheckedIOException("-D" + Linux.TRACE + ": " + e.getMessage(), e);
            }
        }
        return result;
    }

    private void called(String name, Object[] args, long result, Instant time, long nanos)
            throws IOException {
        if (name.startsWith("fileActions")) {
            action(name, args, result);
        } else if (name.equals("posixSpawnp")) {
            spawned(args, result, time, nanos);
        } else if (!name.startsWith("spawnAttributes")) {
            if (name.equals("waitid") && result == 0) {
                ended((long) args[2], (int) args[3], time);
            }
            write(self, time, text(name, args) + result(result) + took(nanos));
        }
    }

    /** Not a call of this process's, but one that its next child will make. */
    private void action(String name, Object[] args, long result) throws IOException {
        List<String> list = actions.computeIfAbsent((long) args[0], none -> new ArrayList<>());
        if (result < 0) {
            return;
        }
        switch (name) {
            case "fileActionsInit", "fileActionsDestroy" -> actions.remove((long) args[0]);
            case "fileActionsAddDup2" ->
                    list.add(
                            args[1].equals(args[2])
                                    ? "fcntl(" + args[1] + ", F_SETFD, 0) = 0"
                                    : "dup2(" + args[1] + ", " + args[2] + ") = " + args[2]);
            case "fileActionsAddClose" -> list.add("close(" + args[1] + ") = 0");
            case "fileActionsAddCloseFrom" ->
                    list.add("close_range(" + args[1] + ", 4294967295, 0) = 0");
            case "fileActionsAddChdir" -> list.add("chdir(" + quoted((long) args[1]) + ") = 0");
            default -> throw new IllegalStateException(name);
        }
    }

    private void spawned(Object[] args, long result, Instant time, long nanos) throws IOException {
        String call = "clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD)";
        if (result < 0) {
            write(self, time, call + result(result) + took(nanos));
            return;
        }
        int child = peek.number((long) args[0]);
        write(self, time, call + " = " + child + took(nanos));
        for (String action : actions.getOrDefault((long) args[2], List.of())) {
            write(child, time, action);
        }
        StringBuilder words = new StringBuilder();
        for (long word : peek.pointers((long) args[4])) {
            words.append(words.isEmpty() ? "" : ", ").append(quoted(word));
        }
        write(
                child,
                time,
                "execve("
                        + quoted((long) args[1])
                        + ", ["
                        + words
                        + "], "
                        + number((long) args[5])
                        + ") = 0");
    }

    /** A child that waitid(2) has reaped. */
    private void ended(long info, int options, Instant time) throws IOException {
        int pid = info == 0 ? 0 : peek.number(info + SignalInfo.PID_OFFSET);
        if (pid != 0 && (options & SystemConstants.WNOWAIT) == 0) {
            int status = peek.number(info + SignalInfo.STATUS_OFFSET);
            boolean exited =
                    peek.number(info + SignalInfo.CODE_OFFSET) == SystemConstants.CLD_EXITED;
            write(
                    pid,
                    time,
                    exited
                            ? "+++ exited with " + status + " +++"
                            : "+++ killed by " + Signals.name(status) + " +++");
        }
    }

    private static String text(String name, Object[] args) {
        return switch (name) {
            case "pipe" -> {
                int[] fds = (int[]) args[0];
                yield "pipe2([" + fds[0] + ", " + fds[1] + "], O_CLOEXEC)";
            }
            case "fcntl" -> "fcntl(" + args[0] + ", " + command((int) args[1], (int) args[2]) + ")";
            case "open" -> "openat(AT_FDCWD, " + plain(name, args) + ")";
            case "kill" -> "kill(" + args[0] + ", " + Signals.name((int) args[1]) + ")";
            default -> snake(name) + "(" + plain(name, args) + ")";
        };
    }

    private static String command(int command, int argument) {
        return switch (command) {
            case Fcntl.F_GETFD -> "F_GETFD";
            case Fcntl.F_SETFD ->
                    "F_SETFD, " + ((argument & Fcntl.FD_CLOEXEC) == 0 ? "0" : "FD_CLOEXEC");
            case Fcntl.F_GETFL -> "F_GETFL";
            case Fcntl.F_SETFL -> "F_SETFL, 0" + Integer.toOctalString(argument);
            case Fcntl.F_DUPFD_CLOEXEC -> "F_DUPFD_CLOEXEC, " + argument;
            case Fcntl.F_GETPIPE_SZ -> "F_GETPIPE_SZ";
            case Fcntl.F_SETPIPE_SZ -> "F_SETPIPE_SZ, " + argument;
            default -> command + ", " + argument;
        };
    }

    private static String plain(String name, Object[] args) {
        StringBuilder text = new StringBuilder();
        for (Object arg : args) {
            text.append(text.isEmpty() ? "" : ", ");
            if (arg instanceof Long number) {
                text.append(number == 0 && !name.equals("read") ? "NULL" : number(number));
            } else if (arg instanceof String string) {
                text.append(quoted(string.getBytes(StandardCharsets.US_ASCII)));
            } else if (arg instanceof byte[] bytes) {
                text.append(quoted(bytes));
            } else {
                text.append(arg);
            }
        }
        return text.toString();
    }

    /** Addresses are larger than any count. */
    private static String number(long number) {
        return number > LARGEST_PLAIN ? "0x" + Long.toHexString(number) : Long.toString(number);
    }

    /** {@code epollCreate1} is {@code epoll_create1}. */
    private static String snake(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            text.append(Character.isUpperCase(c) ? "_" : "").append(Character.toLowerCase(c));
        }
        return text.toString();
    }

    private String quoted(long address) throws IOException {
        return address == 0 ? "NULL" : quoted(peek.string(address, LONGEST_STRING));
    }

    private static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte b : bytes) {
            if (b == '"' || b == '\\') {
                text.append('\\').append((char) b);
            } else if (b >= ' ' && b < 127) {
                text.append((char) b);
            } else {
                text.append(String.format(Locale.ROOT, "\\%03o", b & 0xff));
            }
        }
        return text.append('"').toString();
    }

    private static String result(long result) {
        if (result >= 0) {
            return " = " + number(result);
        }
        int errno = (int) -result;
        String meaning = Errno.meaning(errno);
        return " = -1 " + Errno.name(errno) + (meaning.isEmpty() ? "" : " (" + meaning + ")");
    }

    private static String took(long nanos) {
        return String.format(
                Locale.ROOT, " <%d.%06d>", nanos / 1_000_000_000, nanos / 1000 % 1_000_000);
    }

    private synchronized void write(long pid, Instant time, String text) throws IOException {
        String line =
                String.format(
                        Locale.ROOT,
                        "%d %d.%06d %s\n",
                        pid,
                        time.getEpochSecond(),
                        time.getNano() / 1000,
                        text);
        out.write(line.getBytes(StandardCharsets.US_ASCII));
    }
}
