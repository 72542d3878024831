package dev.penstock.spawn;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.sys.Errno;
import dev.penstock.sys.Libc;
import dev.penstock.sys.Linux;
import dev.penstock.sys.SpawnAttributes;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * posix_spawn(3): a vfork in the C library, so that the size of this process does not matter, and
 * exec. The child gets descriptors 0, 1 and 2 and no other, no blocked signal, and the default
 * disposition for every signal, whatever the JVM and whoever started it have done with theirs. Any
 * thread.
 */
public final class Spawner {
    private static final int FIRST_NOT_INHERITED = 3;

    static {
        // With every descriptor in use the JVM could not open the class file that says so.
        SpawnFailure.load();
    }

    private final Libc libc;

    public Spawner(Libc libc) {
        this.libc = libc;
    }

    public static Spawner ofThisPlatform() {
        return new Spawner(Linux.libc());
    }

    /**
     * Starts a program.
     *
     * @param standard descriptors of this process that become the child's 0, 1 and 2
     * @return its pid; the caller must reap it
     * @throws SpawnException naming the step that failed
     */
    public int spawn(Program program, Group group, int[] standard) throws IOException {
        List<byte[]> argv = new ArrayList<>(program.words().size());
        for (String word : program.words()) {
            argv.add(CString.bytes(word));
        }
        List<byte[]> envp = program.environment().entries();
        byte[] directory =
                program.directory() == null ? null : CString.bytes(program.directory().toString());
        long room =
                SpawnMemory.room(argv)
                        + SpawnMemory.room(envp)
                        + (directory == null ? 0 : directory.length + 1);
        SpawnMemory memory = SpawnMemory.borrow(room);
        try {
            int error = spawn(group, memory, argv, envp, directory, standard);
            if (error != 0) {
                throw SpawnFailure.explain(program, error, room);
            }
            return memory.pid();
        } finally {
            memory.giveBack();
        }
    }

    /** The error number of posix_spawnp, or 0. */
    private int spawn(
            Group group,
            SpawnMemory memory,
            List<byte[]> argv,
            List<byte[]> envp,
            byte[] directory,
            int[] standard)
            throws IOException {
        check("posix_spawn_file_actions_init", libc.fileActionsInit(memory.actions()));
        try {
            check("posix_spawnattr_init", libc.spawnAttributesInit(memory.attributes()));
            try {
                addActions(memory, directory, standard);
                setAttributes(memory, group);
                long arguments = memory.strings(argv);
                long environment = memory.strings(envp);
                long file = memory.string(argv.get(0));
                return -libc.posixSpawnp(
                        memory.pidAddress(),
                        file,
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

    private void addActions(SpawnMemory memory, byte[] directory, int[] standard)
            throws IOException {
        for (int fd = 0; fd < standard.length; fd++) {
            check(
                    "posix_spawn_file_actions_adddup2",
                    libc.fileActionsAddDup2(memory.actions(), standard[fd], fd),
                    standard[fd]);
        }
        if (directory != null) {
            check(
                    "posix_spawn_file_actions_addchdir_np",
                    libc.fileActionsAddChdir(memory.actions(), memory.string(directory)));
        }
        int closing = libc.fileActionsAddCloseFrom(memory.actions(), FIRST_NOT_INHERITED);
        if (closing == -Errno.ENOSYS) {
            closeOneByOne(memory);
        } else {
            check("posix_spawn_file_actions_addclosefrom_np", closing);
        }
    }

    /**
     * For C libraries without closefrom: closes what is open now, close-on-exec or not. What
     * another thread opens, without close-on-exec, between this and the spawn, the child inherits.
     */
    private void closeOneByOne(SpawnMemory memory) throws IOException {
        for (int fd : OpenDescriptors.list()) {
            if (fd >= FIRST_NOT_INHERITED) {
                check(
                        "posix_spawn_file_actions_addclose",
                        libc.fileActionsAddClose(memory.actions(), fd),
                        fd);
            }
        }
    }

    private void setAttributes(SpawnMemory memory, Group group) throws SyscallException {
        int flags = SpawnAttributes.POSIX_SPAWN_SETSIGDEF | SpawnAttributes.POSIX_SPAWN_SETSIGMASK;
        if (group == Group.OWN_GROUP) {
            flags |= SpawnAttributes.POSIX_SPAWN_SETPGROUP;
            check(
                    "posix_spawnattr_setpgroup",
                    libc.spawnAttributesSetPgroup(memory.attributes(), 0));
        } else if (group == Group.OWN_SESSION) {
            flags |= SpawnAttributes.POSIX_SPAWN_SETSID;
        }
        check(
                "posix_spawnattr_setsigdefault",
                libc.spawnAttributesSetSigdefault(memory.attributes(), memory.allSignals()));
        check(
                "posix_spawnattr_setsigmask",
                libc.spawnAttributesSetSigmask(memory.attributes(), memory.noSignal()));
        check(
                "posix_spawnattr_setflags",
                libc.spawnAttributesSetFlags(memory.attributes(), (short) flags));
    }
}
