package dev.penstock.cgroup;

import dev.penstock.internal.loop.Nanos;
import dev.penstock.internal.sys.Linux;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Signal;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cgroup that this process has made, for whichever processes are put into it, and all that
 * descend from them: a process cannot leave it by forking twice or making a session of its own.
 * Whoever made it closes it. Any thread, and one at a time; what waits says so.
 *
 * <p>On a system of version 1, or hybrid, it is one directory in each hierarchy that it needs.
 */
public final class Cgroup implements Closeable {
    private static final Duration REMOVAL = Duration.ofSeconds(5);

    /** The one that says who is in it comes first. */
    private final List<Path> directories;

    private boolean removed;

    private Cgroup(List<Path> directories) {
        this.directories = directories;
    }

    /**
     * Makes one, without processes.
     *
     * @throws CgroupException where this process may not, saying on which file it failed, which
     *     right is wanting, and what would help; nothing is left then
     */
    public static Cgroup create(CgroupLimits limits) throws IOException {
        return create(limits, Hierarchy.all());
    }

    static Cgroup create(CgroupLimits limits, List<Hierarchy> hierarchies) throws IOException {
        List<Path> made = new ArrayList<>();
        try {
            for (Map.Entry<Hierarchy, Map<String, Map<String, String>>> place :
                    places(limits, hierarchies).entrySet()) {
                made.add(Leaf.make(place.getKey(), place.getValue()));
            }
            return new Cgroup(made);
        } catch (IOException e) {
            for (Path directory : made) {
                Files.delete(directory);
            }
            throw e;
        }
    }

    /** The hierarchies that are needed, each with the files to write there by controller. */
    private static Map<Hierarchy, Map<String, Map<String, String>>> places(
            CgroupLimits limits, List<Hierarchy> hierarchies) throws CgroupException {
        Map<Hierarchy, Map<String, Map<String, String>>> places = new LinkedHashMap<>();
        Hierarchy keeper = keeper(hierarchies);
        if (keeper != null) {
            places.put(keeper, new LinkedHashMap<>());
        }
        for (String controller : limits.version2().keySet()) {
            Hierarchy hierarchy = with(hierarchies, controller);
            Map<String, Map<String, String>> files =
                    hierarchy.version2() ? limits.version2() : limits.version1();
            places.computeIfAbsent(hierarchy, h -> new LinkedHashMap<>())
                    .put(controller, files.get(controller));
        }
        if (places.isEmpty()) {
            throw CgroupException.of(
                    "no cgroup2 and no freezer hierarchy of which this process sees its own part is"
                            + " mounted (/proc/self/mountinfo, /proc/self/cgroup)",
                    "/proc/self/mountinfo");
        }
        return places;
    }

    /**
     * Where the processes are found and ended: version 2 does it at one stroke, or the freezer
     * where that one may not be written. Null if neither is mounted.
     */
    private static Hierarchy keeper(List<Hierarchy> hierarchies) {
        Hierarchy version2 = null;
        Hierarchy freezer = null;
        for (Hierarchy hierarchy : hierarchies) {
            if (hierarchy.version2()) {
                version2 = hierarchy;
            } else if (hierarchy.controllers().contains("freezer")) {
                freezer = hierarchy;
            }
        }
        if (version2 == null || freezer == null) {
            return version2 == null ? freezer : version2;
        }
        boolean freezerOnly = !Files.isWritable(version2.own()) && Files.isWritable(freezer.own());
        return freezerOnly ? freezer : version2;
    }

    private static Hierarchy with(List<Hierarchy> hierarchies, String controller)
            throws CgroupException {
        for (Hierarchy hierarchy : hierarchies) {
            if (hierarchy.controllers().contains(controller)) {
                return hierarchy;
            }
        }
        throw CgroupException.of(
                "no mounted cgroup hierarchy of which this process sees its own part has the"
                        + " controller '"
                        + controller
                        + "' (/proc/self/mountinfo, cgroup.controllers); a container has it when"
                        + " it was started with it",
                "/proc/self/mountinfo");
    }

    /** The files into which a process writes 0 to enter it, one after the other. */
    public List<Path> entrances() {
        List<Path> files = new ArrayList<>();
        for (Path directory : directories) {
            files.add(directory.resolve("cgroup.procs"));
        }
        return files;
    }

    /** The pids of the processes in it now, without zombies. */
    public List<Integer> members() throws IOException {
        List<Integer> pids = new ArrayList<>();
        for (String line : ControlFile.read(keeper().resolve("cgroup.procs")).split("\n")) {
            if (!line.isEmpty()) {
                pids.add(Integer.valueOf(line));
            }
        }
        return pids;
    }

    private Path keeper() {
        return directories.get(0);
    }

    /**
     * Sends SIGKILL to every process in it, and to those that are being forked meanwhile. Version 2
     * does so at one stroke, from Linux 5.14 on; otherwise as {@link #signal}, and who was forked
     * in between is there at the next call. Does not wait for their end.
     */
    public void kill() throws IOException {
        Path kill = keeper().resolve("cgroup.kill");
        if (Files.exists(kill)) {
            ControlFile.write(kill, "1");
        } else {
            signal(Signal.KILL);
        }
    }

    /**
     * Sends every process in it a signal. They are frozen meanwhile, so that none can fork, end, or
     * leave its pid to another while it is being looked up; a task asleep in the kernel may hold
     * that up, and then it is done all the same. Does not wait for what comes of it.
     *
     * @throws SyscallException {@code EPERM} for another user's, after all others have been
     *     signalled
     */
    public void signal(Signal signal) throws IOException {
        Freezer freezer = Freezer.of(keeper());
        int failed = 0;
        freezer.freeze();
        try {
            for (int pid : members()) {
                int result = Linux.libc().kill(pid, signal.number());
                failed = result == 0 || result == -Errno.ESRCH ? failed : result;
            }
        } finally {
            freezer.thaw();
        }
        SyscallException.check("kill", failed);
    }

    /** What has been used so far. */
    public CgroupUsage usage() throws IOException {
        return CgroupUsage.of(directories);
    }

    /**
     * Waits until nobody is in it.
     *
     * @return false if somebody still is after this time
     */
    public boolean awaitEmpty(Duration limit) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long most = Nanos.of(limit);
        long pause = 1;
        while (!members().isEmpty()) {
            if (System.nanoTime() - begun > most) {
                return false;
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, 64);
        }
        return true;
    }

    /**
     * Removes it, if it is empty.
     *
     * @return false if it is not; removing what has been removed is true
     */
    public synchronized boolean remove() throws IOException {
        if (removed) {
            return true;
        }
        // The keeper last: it tells who is still there.
        for (int i = directories.size() - 1; i >= 0; i--) {
            try {
                Files.deleteIfExists(directories.get(i));
            } catch (DirectoryNotEmptyException busy) {
                return false;
            } catch (FileSystemException e) {
                if (isBusy(directories.get(i))) {
                    return false;
                }
                throw CgroupException.of("cannot remove", directories.get(i), e, "");
            }
        }
        removed = true;
        return true;
    }

    /** EBUSY: somebody is in it, or has just ended and is not quite gone. */
    private static boolean isBusy(Path directory) {
        return Files.isDirectory(directory) && Files.isWritable(directory.getParent());
    }

    /**
     * Kills whoever is in it, waits for their end, and removes it. An interrupt does not shorten
     * that and is kept.
     *
     * @throws CgroupException if somebody is still there after 5 seconds, asleep in the kernel
     */
    @Override
    public void close() throws IOException {
        long begun = System.nanoTime();
        long pause = 1;
        boolean interrupted = false;
        try {
            while (!remove()) {
                kill();
                if (System.nanoTime() - begun > REMOVAL.toNanos()) {
                    throw CgroupException.of(
                            "cannot remove " + keeper() + ": still there are pids " + members(),
                            keeper().toString());
                }
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                pause = Math.min(2 * pause, 64);
            }
        } catch (NoSuchFileException e) {
            throw CgroupException.of("removed by somebody else:", keeper(), e, "");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return keeper().toString();
    }
}
