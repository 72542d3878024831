package dev.penstock.internal.spawn;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of our descriptors become which of the child's; all others are closed there. The child's
 * dup2s come one after another, so whatever could be overwritten before its turn is copied out of
 * the way first; the copies are this object's. Not thread-safe.
 *
 * <pre>
 *   child's:  0 1 2 | numbers given, and gaps, which are closed | end: closed from here on
 * </pre>
 */
final class Placement implements Closeable {
    private static final int FIRST_AFTER_STANDARD = 3;

    private record Move(int from, int to) {}

    private final Libc libc;
    private final int end;
    private final List<Move> moves = new ArrayList<>();
    private final List<Fd> copies = new ArrayList<>();

    /**
     * @param end one more than the child's highest number, at least 3
     */
    Placement(Libc libc, int end) {
        this.libc = libc;
        this.end = end;
    }

    /**
     * The child's 0, 1 and 2, before all others.
     *
     * @param fds each 3 or more, or its own number, or that of one before it
     */
    void standard(int[] fds) {
        for (int number = 0; number < fds.length; number++) {
            moves.add(new Move(fds[number], number));
        }
    }

    /** One beyond those. */
    void put(int number, int fd) throws IOException {
        if (fd >= end) {
            check("fcntl(F_GETFD)", libc.fcntl(fd, Fcntl.F_GETFD, 0), fd);
            moves.add(new Move(fd, number));
            return;
        }
        int copy = libc.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, end);
        copies.add(new Fd(check("fcntl(F_DUPFD_CLOEXEC)", copy, fd)));
        moves.add(new Move(copy, number));
    }

    /** Lays it down as the child's file actions. */
    void addTo(SpawnMemory memory) throws IOException {
        for (Move move : moves) {
            check(
                    "posix_spawn_file_actions_adddup2",
                    libc.fileActionsAddDup2(memory.actions(), move.from, move.to),
                    move.from);
        }
        int closing = libc.fileActionsAddCloseFrom(memory.actions(), end);
        if (closing == -Errno.ENOSYS) {
            closeOneByOne(memory);
            return;
        }
        check("posix_spawn_file_actions_addclosefrom_np", closing);
        for (int number = FIRST_AFTER_STANDARD; number < end; number++) {
            close(memory, number);
        }
    }

    /**
     * For C libraries without closefrom: closes what is open now, close-on-exec or not. What
     * another thread opens, without close-on-exec, between this and the spawn, the child inherits.
     */
    private void closeOneByOne(SpawnMemory memory) throws IOException {
        for (int number : OpenDescriptors.list()) {
            if (number >= FIRST_AFTER_STANDARD) {
                close(memory, number);
            }
        }
    }

    /** Closes it in the child unless it was placed there. */
    private void close(SpawnMemory memory, int number) throws IOException {
        for (Move move : moves) {
            if (move.to == number) {
                return;
            }
        }
        check(
                "posix_spawn_file_actions_addclose",
                libc.fileActionsAddClose(memory.actions(), number),
                number);
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Fd copy : copies) {
            try {
                copy.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
