package dev.penstock.cli.reproduce.scenario;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Output;
import dev.penstock.procfs.ProcFs;
import dev.penstock.procfs.TaskStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

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
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(2);
    private static final String ROLES = "roles";
    private static final String OUTPUT = "output";

    private final Case about;
    private final Path folder;
    private final Child child;
    private final ProcFs proc = ProcFs.open();

    private Staged(Case about, Path folder, Child child) {
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
        Path folder = Files.createTempDirectory("penstock-" + about.name() + "-");
        try {
            lay(about, folder);
            List<String> words = new ArrayList<>(wrapper);
            words.addAll(List.of(folder.resolve("role").toString(), FIRST));
            words.addAll(about.language().words(about, folder));
            Command command =
                    Command.of(words)
                            .directory(folder)
                            .environment("PATH", folder + ":" + Programs.path())
                            .environment("ROLES", folder.resolve(ROLES).toString())
                            .stdout(Output.append(folder.resolve(OUTPUT)))
                            .stderr(Output.append(folder.resolve(OUTPUT)))
                            .newSession();
            return new Staged(about, folder, command.start());
        } catch (IOException | InterruptedException | RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    /** The folder is anybody's, since a wrapper may have the case run as another user. */
    private static void lay(Case about, Path folder) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        runnable(Corpus.copy("role", folder));
        readable(Corpus.copy("flood.py", folder));
        for (String file : List.of(ROLES, OUTPUT)) {
            Files.setPosixFilePermissions(
                    Files.createFile(folder.resolve(file)),
                    PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        if (about.language() == Language.C) {
            String name = about.run().get(0);
            runnable(Files.copy(Language.builtFromC(name), folder.resolve(name)));
            return;
        }
        Path program = readable(Corpus.copy(about.name(), folder));
        if (about.language() == Language.GO) {
            Path built = folder.resolve(about.scenario());
            Command.of("go", "build", "-o", built.toString(), program.toString())
                    .environment("PATH", Programs.path())
                    .timeout(LONGEST_BUILD)
                    .run()
                    .orThrow();
            runnable(built);
        }
    }

    private static Path readable(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static Path runnable(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
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
            if (missing.isPresent() && System.nanoTime() - begun > limit.toNanos()) {
                throw new IOException(
                        about.name()
                                + " never stood: not so: "
                                + missing.get()
                                + "; "
                                + roles()
                                + "; it printed: "
                                + printed());
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
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
        for (String line : Files.readAllLines(folder.resolve(ROLES))) {
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

    /** What its processes printed to the two outputs that they were started with. */
    public String printed() throws IOException {
        return Files.readString(folder.resolve(OUTPUT));
    }

    /**
     * Kills all its processes, waits for their end, and removes its folder.
     *
     * @throws IOException if a process or a file is left
     */
    @Override
    public void close() throws IOException {
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
        remove(folder);
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

    private static void remove(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
