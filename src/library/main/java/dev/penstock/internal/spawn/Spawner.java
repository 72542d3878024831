package dev.penstock.internal.spawn;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.SignalInfo;
import dev.penstock.internal.sys.Signals;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;

/**
 * posix_spawn(3): a vfork in the C library, so that the size of this process does not matter, and
 * exec. The child gets the descriptors it is given and no other, and no blocked signal; which of
 * them it ignores, {@link SignalDefaults} says. What posix_spawn cannot do, a launcher does in the
 * child: see {@code native/launch.c}. Any thread.
 */
public final class Spawner {
    private static final int FIRST_AFTER_STANDARD = 3;

    /**
     * A file that is open for writing cannot be executed. Whoever has just written it may have
     * closed it, and a child of another thread, which was born meanwhile, hold a copy until its
     * exec. So it is tried again, after 1, 2, 4 ... milliseconds, 127 in all; the launcher does the
     * same.
     */
    private static final int BUSY_TRIES = 7;

    private static final long BUSY_WAIT_NANOS = 1_000_000;

    static {
        // With every descriptor in use the JVM could not open the class file that says so.
        SpawnFailure.load();
    }

    private final Libc libc;
    private final Launcher launcher;

    public Spawner(Libc libc) {
        this(libc, Launcher.OURS);
    }

    Spawner(Libc libc, Launcher launcher) {
        this.libc = libc;
        this.launcher = launcher;
    }

    public static Spawner ofThisPlatform() {
        return new Spawner(Linux.libc());
    }

    /** Lets go of what lasts: the launcher, and the thread that some children are born of. */
    public static void letGo() throws IOException {
        ImmortalThread.end();
        Launcher.OURS.letGo();
    }

    /**
     * Makes sure, before anything is opened or started, that it can be tried.
     *
     * @throws SpawnFailure if it needs a launcher and there is none
     */
    public void require(Program program, Attributes attributes) throws SpawnFailure {
        if (!attributes.needLauncher()) {
            return;
        }
        try {
            launcher.descriptor(libc);
        } catch (SyscallException e) {
            throw SpawnFailure.ofCall(program, e);
        } catch (IOException e) {
            String steps =
                    new LaunchPlan(program, attributes, FIRST_AFTER_STANDARD, new byte[0]).steps();
            throw SpawnFailure.withoutLauncher(program, steps, e);
        }
    }

    /**
     * Starts a program, and waits until it runs or has failed to.
     *
     * @param standard descriptors of this process that become the child's 0, 1 and 2
     * @param others further ones, by the child's number for them, from 3 on; they stay the caller's
     * @return its pid; the caller must reap it
     * @throws SpawnFailure naming the step that failed
     */
    public int spawn(
            Program program,
            Attributes attributes,
            int[] standard,
            SortedMap<Integer, Integer> others)
            throws IOException {
        ExitCodes.keep(libc);
        if (!attributes.needLauncher()) {
            try {
                return direct(program, attributes, standard, others);
            } catch (SpawnFailure failure) {
                if (failure.errno() != Errno.ENOEXEC) {
                    throw failure;
                }
                return script(program, attributes, standard, others, failure);
            }
        }
        return attributes.parentDeathSignal() == 0
                ? launched(program, attributes, standard, others)
                : ImmortalThread.call(() -> launched(program, attributes, standard, others));
    }

    private int direct(
            Program program,
            Attributes attributes,
            int[] standard,
            SortedMap<Integer, Integer> others)
            throws IOException {
        List<byte[]> argv = program.argv();
        List<byte[]> envp = program.environment().entries();
        byte[] file = CString.bytes(program.name());
        byte[] directory = program.directory() == null ? null : FileName.bytes(program.directory());
        ArgumentSize size = ArgumentSize.of(argv, envp);
        SpawnMemory memory = SpawnMemory.borrow(size.bytes() + file.length + length(directory) + 2);
        int strings = memory.position();
        try (Placement placement = placed(standard, others, end(others))) {
            int error = spawn(memory, placement, attributes, directory, file, argv, envp);
            for (int tries = 0; error == Errno.ETXTBSY && tries < BUSY_TRIES; tries++) {
                LockSupport.parkNanos(BUSY_WAIT_NANOS << tries);
                memory.position(strings);
                error = spawn(memory, placement, attributes, directory, file, argv, envp);
            }
            if (error != 0) {
                throw SpawnFailure.explain(program, error, size);
            }
            return memory.pid();
        } finally {
            memory.giveBack();
        }
    }

    /**
     * A file without {@code #!} that is no binary is the shell's, as execvp(3) has it and {@code
     * native/launch.c} does.
     */
    private int script(
            Program program,
            Attributes attributes,
            int[] standard,
            SortedMap<Integer, Integer> others,
            SpawnFailure failure)
            throws IOException {
        try {
            return direct(
                    program.asScript(SearchPath.executable(program)), attributes, standard, others);
        } catch (SpawnFailure noShell) {
            failure.addSuppressed(noShell);
            throw failure;
        }
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private int launched(
            Program program,
            Attributes attributes,
            int[] standard,
            SortedMap<Integer, Integer> others)
            throws IOException {
        int reportsTo = end(others);
        int launcherIs = reportsTo + 1;
        byte[] searchPath = Environment.searchPath();
        LaunchPlan plan = new LaunchPlan(program, attributes, reportsTo, searchPath);
        List<byte[]> envp = program.environment().entries();
        byte[] file = CString.bytes("/proc/self/fd/" + launcherIs);
        ArgumentSize size = ArgumentSize.of(plan.words(), envp);
        SpawnMemory memory = SpawnMemory.borrow(size.bytes() + file.length + 1);
        try (LaunchReport report = new LaunchReport(libc)) {
            // Closed before the report is waited for: it may hold copies of the report's write end.
            try (Placement placement = placed(standard, others, launcherIs + 1)) {
                placement.put(reportsTo, report.writeEnd());
                placement.put(launcherIs, launcher.descriptor(libc));
                int error = spawn(memory, placement, attributes, null, file, plan.words(), envp);
                if (error != 0) {
                    throw SpawnFailure.ofLauncher(program, error, size);
                }
            }
            int pid = memory.pid();
            if (failed(pid, report, memory)) {
                String step = plan.stepAt(memory.failedWord());
                throw SpawnFailure.ofStep(program, step, memory.failedErrno(), size);
            }
            return pid;
        } finally {
            memory.giveBack();
        }
    }

    /** One more than the child's highest number. */
    private static int end(SortedMap<Integer, Integer> others) {
        return others.isEmpty() ? FIRST_AFTER_STANDARD : others.lastKey() + 1;
    }

    private Placement placed(int[] standard, SortedMap<Integer, Integer> others, int end)
            throws IOException {
        Placement placement = new Placement(libc, end);
        try {
            placement.standard(standard);
            for (SortedMap.Entry<Integer, Integer> other : others.entrySet()) {
                placement.put(other.getKey(), other.getValue());
            }
            return placement;
        } catch (IOException e) {
            placement.close();
            throw e;
        }
    }

    /** If so, the launcher has ended and is reaped. */
    private boolean failed(int pid, LaunchReport report, SpawnMemory memory) throws IOException {
        boolean failed = true;
        try {
            failed = report.failed(memory);
        } catch (IOException e) {
            libc.kill(pid, Signals.SIGKILL);
            throw e;
        } finally {
            if (failed) {
                reap(pid);
            }
        }
        return failed;
    }

    private void reap(int pid) throws IOException {
        SignalInfo info = new SignalInfo();
        int result;
        do {
            result =
                    libc.waitid(
                            SystemConstants.P_PID, pid, info.address(), SystemConstants.WEXITED, 0);
        } while (result == -Errno.EINTR);
        check("waitid", result);
    }

    /** The error number of posix_spawnp, or 0. */
    private int spawn(
            SpawnMemory memory,
            Placement placement,
            Attributes attributes,
            byte[] directory,
            byte[] file,
            List<byte[]> argv,
            List<byte[]> envp)
            throws IOException {
        check("posix_spawn_file_actions_init", libc.fileActionsInit(memory.actions()));
        try {
            check("posix_spawnattr_init", libc.spawnAttributesInit(memory.attributes()));
            try {
                placement.addTo(memory);
                if (directory != null) {
                    check(
                            "posix_spawn_file_actions_addchdir_np",
                            libc.fileActionsAddChdir(memory.actions(), memory.string(directory)));
                }
                setAttributes(memory, attributes);
                long arguments = memory.strings(argv);
                long environment = memory.strings(envp);
                return -libc.posixSpawnp(
                        memory.pidAddress(),
                        memory.string(file),
                        memory.actions(),
                        memory.attributes(),
                        arguments,
                        environment);
            } finally {
                libc.spawnAttributesDestroy(memory.attributes());
            }
        } finally {
            libc.fileActionsDestroy(memory.actions());
        }
    }

    private void setAttributes(SpawnMemory memory, Attributes attributes) throws SyscallException {
        int flags = SystemConstants.POSIX_SPAWN_SETSIGDEF | SystemConstants.POSIX_SPAWN_SETSIGMASK;
        if (attributes.group() == Group.OWN_GROUP) {
            flags |= SystemConstants.POSIX_SPAWN_SETPGROUP;
            check(
                    "posix_spawnattr_setpgroup",
                    libc.spawnAttributesSetPgroup(memory.attributes(), 0));
        } else if (attributes.group() == Group.OWN_SESSION) {
            flags |= SystemConstants.POSIX_SPAWN_SETSID;
        }
        long defaults = memory.defaults(SignalDefaults.in(attributes));
        check(
                "posix_spawnattr_setsigdefault",
                libc.spawnAttributesSetSigdefault(memory.attributes(), defaults));
        check(
                "posix_spawnattr_setsigmask",
                libc.spawnAttributesSetSigmask(memory.attributes(), memory.noSignal()));
        check(
                "posix_spawnattr_setflags",
                libc.spawnAttributesSetFlags(memory.attributes(), (short) flags));
    }
}
