package dev.penstock.internal.procfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringTokenizer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The process part of a {@code /proc} tree. May be used from any thread: every call reads anew and
 * nothing is kept.
 */
public final class ProcFs {
    /** Deeper than any tree of processes that people make. */
    private static final int MOST_ANCESTORS = 100;

    // uapi/linux/stat.h
    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;

    private final Path root;

    /**
     * Reads the given tree, which tests fill with files of their own.
     *
     * @param root where the numbered folders are
     */
    public ProcFs(Path root) {
        this.root = root;
    }

    /**
     * This machine's.
     *
     * @return the tree at {@code /proc}
     */
    public static ProcFs open() {
        return new ProcFs(Path.of("/proc"));
    }

    /**
     * Which pipe a descriptor of this very process is an end of.
     *
     * @param ownFd the descriptor
     * @return the pipe's inode number, or empty if it is no pipe
     * @throws IOException if there is no such descriptor
     */
    public static OptionalLong pipeInode(int ownFd) throws IOException {
        return ownLink(ownFd).pipeInode();
    }

    /**
     * What a descriptor of this process is.
     *
     * @param ownFd an open descriptor
     * @throws IOException if it is not open, or there is no {@code /proc}
     */
    public static FdLink ownLink(int ownFd) throws IOException {
        Path link = Path.of("/proc/self/fd", Integer.toString(ownFd));
        return new FdLink(ownFd, Files.readSymbolicLink(link).toString());
    }

    /**
     * Every process there is.
     *
     * @return process ids, ascending
     * @throws IOException if the tree cannot be listed
     */
    public List<Integer> processes() throws IOException {
        return numbers(root);
    }

    /**
     * Who a process is and what its first thread is doing.
     *
     * @return the fields of its {@code stat}
     */
    public Reading<TaskStat> stat(int pid) {
        return read(pid, process(pid).resolve("stat"), TaskStat::parse);
    }

    /**
     * What one thread is doing.
     *
     * @return the fields of its {@code stat}
     */
    public Reading<TaskStat> stat(int pid, int tid) {
        return read(pid, task(pid, tid).resolve("stat"), TaskStat::parse);
    }

    /**
     * The kernel function a process's first thread sleeps in.
     *
     * @return for example {@code anon_pipe_write}, see {@link PipeWait}
     */
    public Reading<String> wchan(int pid) {
        return sleepingIn(pid, process(pid).resolve("wchan"));
    }

    /**
     * The kernel function a thread sleeps in.
     *
     * @return for example {@code anon_pipe_write}
     */
    public Reading<String> wchan(int pid, int tid) {
        return sleepingIn(pid, task(pid, tid).resolve("wchan"));
    }

    /**
     * The system call a process's first thread is in. The kernel tells only those who may
     * ptrace-attach.
     *
     * @return the call
     */
    public Reading<TaskSyscall> syscall(int pid) {
        return read(pid, process(pid).resolve("syscall"), TaskSyscall::parse);
    }

    /**
     * The system call a thread is in. The kernel tells only those who may ptrace-attach.
     *
     * @return the call
     */
    public Reading<TaskSyscall> syscall(int pid, int tid) {
        return read(pid, task(pid, tid).resolve("syscall"), TaskSyscall::parse);
    }

    /**
     * By which number a process's descriptors and memory are to be asked for: its own, or that of a
     * thread that lives where the first one has ended.
     *
     * @return the number, for which {@code /proc} has a folder too
     */
    public int live(int pid) {
        if (stat(pid).known().map(TaskStat::endedBeforeOthers).orElse(false)) {
            for (int tid : threads(pid).known().orElse(List.of())) {
                if (tid != pid && stat(pid, tid).known().filter(own -> !own.ended()).isPresent()) {
                    return tid;
                }
            }
        }
        return pid;
    }

    /**
     * Who traces a thread (ptrace(2)).
     *
     * @return the tracer's process id; 0 for nobody
     */
    public Reading<Integer> tracer(int pid, int tid) {
        return read(
                pid,
                task(pid, tid).resolve("status"),
                text -> Integer.valueOf(Fields.value(text, "TracerPid")));
    }

    /**
     * The control groups that a thread is in.
     *
     * @return the lines of its {@code cgroup}, cgroups(7)
     */
    public Reading<List<String>> controlGroups(int pid, int tid) {
        return read(pid, task(pid, tid).resolve("cgroup"), text -> List.of(text.split("\n")));
    }

    /**
     * How often a thread has been given a CPU so far. Two equal answers say that it has slept all
     * the time between them. Anybody may ask.
     *
     * @return the third number of its {@code schedstat}; where the kernel has none, its switches of
     *     both kinds of its {@code status}
     */
    public Reading<Long> runs(int pid, int tid) {
        Reading<Long> runs = read(pid, task(pid, tid).resolve("schedstat"), ProcFs::lastNumber);
        return runs.known().isPresent()
                ? runs
                : read(pid, task(pid, tid).resolve("status"), ProcFs::switches);
    }

    /**
     * How long and how often a thread has been on a CPU so far.
     *
     * @return the numbers of its {@code schedstat}, which not every kernel has
     */
    public Reading<CpuTime> cpuTime(int pid, int tid) {
        return read(pid, task(pid, tid).resolve("schedstat"), CpuTime::parse);
    }

    /**
     * When a thread was on a CPU for the last time, by the scheduler's own clock. With {@link
     * #lastRun()} that tells how long it has slept.
     *
     * @return milliseconds: {@code se.exec_start} of its {@code sched}, which not every kernel has
     */
    public Reading<Double> lastRun(int pid, int tid) {
        return read(pid, task(pid, tid).resolve("sched"), ProcFs::lastRun);
    }

    /**
     * The same of the calling thread, and so the present.
     *
     * @return milliseconds
     */
    public Reading<Double> lastRun() {
        return read(0, root.resolve("thread-self").resolve("sched"), ProcFs::lastRun);
    }

    private static Double lastRun(String sched) {
        int at = sched.indexOf("se.exec_start");
        int colon = at < 0 ? -1 : sched.indexOf(':', at);
        if (colon < 0) {
            throw new IllegalArgumentException("no line 'se.exec_start'");
        }
        return Double.valueOf(sched.substring(colon + 1, sched.indexOf('\n', colon)).strip());
    }

    /**
     * A process's ids, one for each PID namespace that it is in, from this tree's to its own.
     *
     * @return one alone where that is the same namespace
     */
    public Reading<List<Integer>> pidsByNamespace(int pid) {
        return read(
                pid,
                process(pid).resolve("status"),
                text -> {
                    List<Integer> pids = new ArrayList<>();
                    StringTokenizer words = new StringTokenizer(Fields.value(text, "NSpid"));
                    while (words.hasMoreTokens()) {
                        pids.add(Integer.valueOf(words.nextToken()));
                    }
                    return List.copyOf(pids);
                });
    }

    /**
     * Which signals a process has handlers for.
     *
     * @return bit n − 1 stands for signal n
     */
    public Reading<Long> caughtSignals(int pid) {
        return read(
                pid,
                process(pid).resolve("status"),
                text -> Long.parseUnsignedLong(Fields.value(text, "SigCgt"), 16));
    }

    /**
     * How large a process's memory is, in all ways that its {@code status} has. Two processes of
     * which any of it differs do not share their memory (clone(2), {@code CLONE_VM}).
     *
     * @return its lines that begin with {@code Vm} or {@code Rss}
     */
    public Reading<List<String>> memory(int pid) {
        return read(
                pid,
                process(pid).resolve("status"),
                text -> {
                    List<String> lines = new ArrayList<>();
                    for (String line : text.split("\n")) {
                        if (line.startsWith("Vm") || line.startsWith("Rss")) {
                            lines.add(line);
                        }
                    }
                    return lines;
                });
    }

    /**
     * Whether a process has timers of its own (timer_create(2)), armed or not. Those of alarm(2)
     * and setitimer(2) are told of nowhere.
     *
     * @return true if so
     */
    public Reading<Boolean> hasTimers(int pid) {
        return read(pid, process(pid).resolve("timers"), text -> !text.isBlank());
    }

    /**
     * Whether a process's program was built by Go's own linker, which puts a note of its own at the
     * program's beginning.
     *
     * @return true if so
     */
    public Reading<Boolean> goProgram(int pid) {
        Path exe = process(pid).resolve("exe");
        try (InputStream in = Files.newInputStream(exe)) {
            return new Reading.Known<>(GoNote.isIn(in.readNBytes(GoNote.ROOM)));
        } catch (IOException e) {
            return unknown(pid, exe, e);
        }
    }

    /**
     * How much a process has read and written, all its threads together.
     *
     * @return its counters
     */
    public Reading<TaskIo> io(int pid) {
        return read(pid, process(pid).resolve("io"), TaskIo::parse);
    }

    /**
     * The TCP sockets of a process's network namespace.
     *
     * @param name {@code tcp} or {@code tcp6}
     * @return all of them, whoever holds them
     */
    public Reading<List<TcpSocket>> tcp(int pid, String name) {
        return read(pid, process(pid).resolve("net").resolve(name), TcpSocket::parse);
    }

    /**
     * Which namespace a process is in.
     *
     * @param kind {@code net}, {@code pid}, {@code user} …
     * @return for example {@code net:[4026531840]}
     */
    public Reading<String> namespace(int pid, String kind) {
        return shared(pid, from -> link(pid, from.resolve("ns").resolve(kind)), any -> true);
    }

    /**
     * Where a process's relative paths begin.
     *
     * @return its working directory, as this process sees it
     */
    public Reading<String> workingDirectory(int pid) {
        return shared(pid, from -> link(pid, from.resolve("cwd")), any -> true);
    }

    private Reading<String> link(int pid, Path link) {
        try {
            return new Reading.Known<>(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return unknown(pid, link, e);
        }
    }

    /**
     * A process's arguments.
     *
     * @return the program first; nothing at all for a zombie and a kernel thread
     */
    public Reading<List<String>> cmdline(int pid) {
        return shared(
                pid,
                from -> read(pid, from.resolve("cmdline"), CommandLine::parse),
                arguments -> !arguments.isEmpty());
    }

    /**
     * The environment that a process was given at its last exec.
     *
     * @return {@code NAME=VALUE} each; nothing at all for a zombie and a kernel thread
     */
    public Reading<List<String>> environment(int pid) {
        return read(pid, process(pid).resolve("environ"), CommandLine::parse);
    }

    /**
     * A process's command, shortened for people: its arguments, or its name in brackets, as ps(1)
     * has it, and safe for a terminal.
     *
     * @return one line
     */
    public String command(int pid) {
        List<String> arguments = cmdline(pid).known().orElse(List.of());
        return arguments.isEmpty()
                ? stat(pid).map(TaskStat::bracketed).text()
                : CommandLine.shown(arguments);
    }

    /**
     * A process's threads.
     *
     * @return thread ids, ascending
     */
    public Reading<List<Integer>> threads(int pid) {
        return list(pid, process(pid).resolve("task"));
    }

    /**
     * A process's children. Found by asking every process for its parent: the kernel's own {@code
     * task/TID/children} may leave some out while children end, and is not built into every kernel.
     *
     * @return process ids, ascending; zombies too
     * @throws IOException if the tree cannot be listed
     */
    public List<Integer> children(int pid) throws IOException {
        List<Integer> children = new ArrayList<>();
        for (int other : processes()) {
            if (stat(other).known().map(TaskStat::parent).orElse(-1) == pid) {
                children.add(other);
            }
        }
        return List.copyOf(children);
    }

    /**
     * Whom a process descends from, as far as that can be seen: one whose parent has ended has been
     * given to another, process 1 mostly, and what came before is gone.
     *
     * @return its parent first; the last has no parent that may be seen
     */
    public List<Ancestor> ancestors(int pid) {
        List<Ancestor> ancestors = new ArrayList<>();
        int parent = parent(pid);
        // A pid that is used again while this reads could make a ring of the chain.
        while (parent > 0 && ancestors.size() < MOST_ANCESTORS) {
            ancestors.add(new Ancestor(parent, command(parent)));
            parent = parent(parent);
        }
        return List.copyOf(ancestors);
    }

    /** 0 where there is none, or none that may be seen. */
    private int parent(int pid) {
        return stat(pid).known().map(TaskStat::parent).orElse(0);
    }

    /**
     * A process's descriptors. Those closed in the middle are left out.
     *
     * @return the links, by number
     */
    public Reading<List<FdLink>> fds(int pid) {
        Reading<List<FdLink>> fds =
                shared(pid, from -> fds(pid, from.resolve("fd")), links -> !links.isEmpty());
        boolean hidden =
                fds.known().map(List::isEmpty).orElse(false)
                        && !stat(pid).known().map(own -> !own.endedBeforeOthers()).orElse(false);
        return hidden
                ? new Reading.Unknown<>(
                        Reading.Why.UNTOLD,
                        "process " + pid + ": none of its threads shows its descriptors")
                : fds;
    }

    private Reading<List<FdLink>> fds(int pid, Path folder) {
        Reading<List<Integer>> numbers = list(pid, folder);
        if (!(numbers instanceof Reading.Known<List<Integer>> known)) {
            return numbers.map(none -> List.of());
        }
        List<FdLink> links = new ArrayList<>(known.value().size());
        for (int fd : known.value()) {
            Path link = folder.resolve(Integer.toString(fd));
            try {
                links.add(new FdLink(fd, Files.readSymbolicLink(link).toString()));
            } catch (NoSuchFileException closed) {
                continue;
            } catch (IOException e) {
                return unknown(pid, link, e);
            }
        }
        return new Reading.Known<>(List.copyOf(links));
    }

    /**
     * How one descriptor was opened.
     *
     * @return the fields of its {@code fdinfo}
     */
    public Reading<FdInfo> fdInfo(int pid, int fd) {
        String name = Integer.toString(fd);
        return shared(
                pid,
                from -> read(pid, from.resolve("fdinfo").resolve(name), FdInfo::parse),
                any -> true);
    }

    /**
     * Whether a descriptor is a pipe: one without a name, or a FIFO, whose link shows its path.
     *
     * @return unknown where the file may not be asked
     */
    public Reading<Boolean> pipe(int pid, int fd) {
        String name = Integer.toString(fd);
        return shared(pid, from -> pipe(pid, from.resolve("fd").resolve(name)), any -> true);
    }

    private Reading<Boolean> pipe(int pid, Path link) {
        try {
            int mode = (int) Files.getAttribute(link, "unix:mode");
            return new Reading.Known<>((mode & S_IFMT) == S_IFIFO);
        } catch (IOException e) {
            return unknown(pid, link, e);
        }
    }

    private static long lastNumber(String text) {
        String line = text.strip();
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static long switches(String status) {
        return Long.parseLong(Fields.value(status, "voluntary_ctxt_switches"))
                + Long.parseLong(Fields.value(status, "nonvoluntary_ctxt_switches"));
    }

    private Path process(int pid) {
        return root.resolve(Integer.toString(pid));
    }

    /**
     * Something that all threads of a process share. Its own folder shows it through the first
     * thread alone, and so not once that has ended; the folder of another thread does.
     */
    private <T> Reading<T> shared(
            int pid, Function<Path, Reading<T>> read, Predicate<? super T> enough) {
        Reading<T> own = read.apply(process(pid));
        if (own.known().filter(enough).isPresent()) {
            return own;
        }
        int live = live(pid);
        return live == pid ? own : read.apply(task(pid, live));
    }

    private Path task(int pid, int tid) {
        return process(pid).resolve("task").resolve(Integer.toString(tid));
    }

    private Reading<String> sleepingIn(int pid, Path file) {
        Reading<String> name = read(pid, file, String::strip);
        // The kernel writes "0" both for a task that does not sleep and where it may not tell.
        if (name.equals(new Reading.Known<>("0"))) {
            return new Reading.Unknown<>(
                    Reading.Why.UNTOLD,
                    file + " says 0: it does not sleep, or may not be looked at");
        }
        return name;
    }

    private <T> Reading<T> read(int pid, Path file, Function<String, T> parse) {
        String text;
        try {
            text = ProcFile.text(file);
        } catch (IOException e) {
            return unknown(pid, file, e);
        }
        try {
            return new Reading.Known<>(parse.apply(text));
        } catch (IllegalArgumentException e) {
            return new Reading.Unknown<>(
                    Reading.Why.UNTOLD, file + " is not of the known form: " + e.getMessage());
        }
    }

    private Reading<List<Integer>> list(int pid, Path folder) {
        try {
            return new Reading.Known<>(numbers(folder));
        } catch (IOException e) {
            return unknown(pid, folder, e);
        }
    }

    /** The entries that are numbers: processes, threads, descriptors. */
    private static List<Integer> numbers(Path folder) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                OptionalLong number = Fields.number(entry.getFileName().toString());
                if (number.isPresent() && number.getAsLong() <= Integer.MAX_VALUE) {
                    numbers.add((int) number.getAsLong());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(numbers);
        return List.copyOf(numbers);
    }

    /**
     * Sorts failures by what can be seen, not by their messages, which strerror(3) translates: a
     * process that ends while its file is read answers ESRCH, of which the JDK makes a plain
     * IOException.
     */
    private <T> Reading<T> unknown(int pid, Path file, IOException e) {
        if (Files.notExists(process(pid))) {
            return new Reading.Unknown<>(Reading.Why.GONE, "process " + pid + " is gone");
        }
        if (e instanceof NoSuchFileException) {
            return new Reading.Unknown<>(Reading.Why.GONE, "there is no " + file);
        }
        String reason = e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
        return new Reading.Unknown<>(Reading.Why.DENIED, file + ": " + reason);
    }
}
