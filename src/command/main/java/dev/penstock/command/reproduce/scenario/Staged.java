package dev.penstock.command.reproduce.scenario;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.process.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * A case that runs, in a session and a folder of its own. May be used from any thread, one at a
 * time. Closing it kills its processes and removes the folder.
 */
public final class Staged implements AutoCloseable {
    /** The role of the process that is started first. */
    static final String FIRST = "parent";

    /** A case that is not where it should be for so many looks in a row may only pass through. */
    private static final int LOOKS = 4;

    private static final long BETWEEN_LOOKS_MILLIS = 15;

    private final Case about;
    private final Folder folder;
    private final Child child;
    private final ProcFs proc = ProcFs.open();
    private FrozenGroup freezer = FrozenGroup.NONE;
    private boolean closed;

    private Staged(Case about, Folder folder, Child child) {
        this.about = about;
        this.folder = folder;
        this.child = child;
    }

    /**
     * Starts it. With {@link #awaitStanding} begins what is of interest.
     *
     * @param about what to start
     * @param wrapper a program that becomes what its arguments say, setpriv(1) for example; or
     *     empty
     * @throws IOException if its language is not installed, or does not start
     */
    public static Staged start(Case about, List<String> wrapper)
            throws IOException, InterruptedException {
        Optional<String> missing = about.missing();
        if (missing.isPresent()) {
            throw new IOException(about.name() + ": " + missing.get());
        }
        Folder folder = Folder.create(about);
        try {
            folder.build(about);
            return new Staged(about, folder, start(about, folder, wrapper));
        } catch (IOException | InterruptedException | RuntimeException e) {
            folder.remove();
            throw e;
        }
    }

    private static Child start(Case about, Folder folder, List<String> wrapper) throws IOException {
        // Who runs a file that is open for writing gets ETXTBSY; and a child that another thread
        // is just spawning has every file open that is being written.
        synchronized (Staged.class) {
            folder.lay(about);
            List<String> words = new ArrayList<>(wrapper);
            words.addAll(List.of(folder.file("role").toString(), FIRST));
            words.addAll(about.language().words(about, folder.path()));
            return Command.of(words)
                    .directory(folder.path())
                    .environment("PATH", folder.path() + ":" + Programs.path())
                    .environment("HOME", folder.path().toString())
                    .environment("ROLES", folder.file(Folder.ROLES).toString())
                    .stdout(Output.append(folder.file(Folder.OUTPUT)))
                    .stderr(Output.append(folder.file(Folder.OUTPUT)))
                    .newSession()
                    .start();
        }
    }

    /** What this is a run of. */
    public Case about() {
        return about;
    }

    /**
     * Waits until every process is where it stays.
     *
     * @param limit how long that may take
     * @throws IOException what was still missing then, with all that the case printed
     */
    public void awaitStanding(Duration limit) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        int seen = 0;
        while (seen < LOOKS) {
            Optional<Standing> missing = missing();
            seen = missing.isEmpty() ? seen + 1 : 0;
            boolean ended = child.outcome().isDone();
            if (missing.isPresent() && (ended || System.nanoTime() - begun > limit.toNanos())) {
                throw new IOException(
                        about.name()
                                + (ended ? " ended" : " never stood: not so: " + missing.get())
                                + "; "
                                + roles()
                                + "; it printed: "
                                + printed());
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        if (about.frozen().isPresent()) {
            freezer = FrozenGroup.freeze(pid(about.frozen().get()), limit);
        }
    }

    private Optional<Standing> missing() throws IOException {
        Map<String, Integer> roles = roles();
        for (Standing standing : about.stands()) {
            Integer pid = roles.get(standing.role());
            if (pid == null || !standing.does().isSeenIn(proc, pid)) {
                return Optional.of(standing);
            }
        }
        return Optional.empty();
    }

    /** Which process plays which role, as far as they have said so. */
    public Map<String, Integer> roles() throws IOException {
        Map<String, Integer> roles = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.file(Folder.ROLES))) {
            int space = line.indexOf(' ');
            roles.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
        }
        return roles;
    }

    /**
     * The process in a role.
     *
     * @throws IOException if it has not said so yet
     */
    public int pid(String role) throws IOException {
        Integer pid = roles().get(role);
        if (pid == null) {
            throw new IOException(about.name() + ": nobody is " + role + ": " + roles());
        }
        return pid;
    }

    /**
     * What a role's process has been waited for to do; empty where the case does not depend on it.
     */
    public Optional<String> does(String role) {
        return about.stands().stream()
                .filter(standing -> standing.role().equals(role))
                .map(standing -> standing.does().word())
                .findFirst();
    }

    /** The culprit's descriptors of the pipe that it is about; none where that is not told. */
    public List<Integer> culpritFds() throws IOException {
        List<Integer> fds = new ArrayList<>();
        if (about.pipe().isPresent() && about.culprit().isPresent()) {
            Case.End end = about.pipe().get();
            Case.Culprit culprit = about.culprit().get();
            Path pipe = link(pid(end.role()), end.fd());
            int pid = pid(culprit.role());
            for (var link : proc.fds(pid).known().orElse(List.of())) {
                if (Files.exists(link(pid, link.fd()))
                        && Files.isSameFile(pipe, link(pid, link.fd()))
                        && holds(pid, link.fd(), culprit.writes())) {
                    fds.add(link.fd());
                }
            }
        }
        return fds;
    }

    private boolean holds(int pid, int fd, boolean writes) {
        return proc.fdInfo(pid, fd)
                .known()
                .flatMap(info -> info.end())
                .map(end -> writes ? end.writes() : end.reads())
                .orElse(false);
    }

    private static Path link(int pid, int fd) {
        return Path.of("/proc/" + pid + "/fd/" + fd);
    }

    /** Its first process, with how that ended. */
    public CompletableFuture<Outcome> outcome() {
        return child.outcome();
    }

    /** What its processes printed to the two outputs that they were started with. */
    public String printed() throws IOException {
        return Files.readString(folder.file(Folder.OUTPUT));
    }

    /**
     * Kills all its processes, waits for their end, and removes its folder; the second time,
     * nothing.
     *
     * @throws IOException if a process or a file is left
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        freezer.thaw();
        TreeSet<Integer> killed = new TreeSet<>(roles().values());
        // One may be born while the others are killed, but not by those that are dead already.
        for (boolean more = true; more; ) {
            more = killed.addAll(session());
            for (int pid : killed) {
                if (isAlive(pid)) {
                    more = true;
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
        child.close();
        freezer.close();
        folder.remove();
    }

    /** What lives in the case's session; the children that nobody reaps yet do not. */
    private List<Integer> session() throws IOException {
        List<Integer> session = new ArrayList<>();
        for (int pid : proc.processes()) {
            Optional<TaskStat> stat = proc.stat(pid).known();
            if (stat.isPresent() && stat.get().session() == child.pid() && !stat.get().ended()) {
                session.add(pid);
            }
        }
        return session;
    }

    private boolean isAlive(int pid) {
        return proc.stat(pid).known().map(stat -> !stat.ended()).orElse(false);
    }
}
