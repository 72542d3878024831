package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a tree of files, since the moment between fork and exec cannot be held. */
class HoldersTest {
    private static final long INODE = 8999;

    /** PF_FORKNOEXEC, and PF_RANDOMIZE, which programs have. */
    private static final String FORKED_ONLY = "64";

    private static final String EXECUTED = "4194304";

    private static final long SELF = ProcessHandle.current().pid();

    /** Higher than any pid there can be: 2 to the 22nd. */
    private static final int CHILD = 5_000_000;

    @TempDir Path root;

    @Test
    void shouldTellAChildThatIsBeingBornFromOneThatRuns() throws IOException {
        process(CHILD, SELF, FORKED_ONLY);
        assertTrue(searched().onlyBeingBorn());

        process(CHILD + 1, SELF, EXECUTED);
        Holders both = searched();
        assertFalse(both.onlyBeingBorn());
        assertEquals(2, both.stdout().size());
    }

    /** Some programs fork and run on: Python's multiprocessing, for one. */
    @Test
    void shouldTakeAnotherProcessesForkForAHolder() throws IOException {
        process(CHILD, CHILD - 1, FORKED_ONLY);

        assertFalse(searched().onlyBeingBorn());
    }

    @Test
    void shouldFindNobodyBeingBornWhereNobodyHolds() throws IOException {
        process(CHILD, SELF, FORKED_ONLY);
        Holders holders = new Holders(new ProcFs(root), none(), Optional.of("pipe:[1]"), none());
        holders.search();

        assertFalse(holders.onlyBeingBorn());
    }

    private Holders searched() throws IOException {
        Holders holders =
                new Holders(new ProcFs(root), none(), Optional.of("pipe:[" + INODE + "]"), none());
        holders.search();
        return holders;
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private void process(int pid, long parent, String flags) throws IOException {
        Path process = Files.createDirectories(root.resolve(Integer.toString(pid)));
        Files.createDirectories(process.resolve("fd"));
        Files.createDirectories(process.resolve("fdinfo"));
        Files.writeString(process.resolve("cmdline"), "java\0");
        Files.writeString(
                process.resolve("stat"),
                pid + " (java) S " + parent + " 71 71 0 -1 " + flags + " 0".repeat(43) + "\n");
        Files.createSymbolicLink(process.resolve("fd/86"), Path.of("pipe:[" + INODE + "]"));
        Files.writeString(process.resolve("fdinfo/86"), "pos:\t0\nflags:\t01\nmnt_id:\t15\n");
    }
}
