package dev.penstock.process;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.spawn.LaunchStep;
import dev.penstock.internal.splice.FileSource;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.terminal.Pseudoterminal;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.pipe.Pipe;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.source.Bytes;
import dev.penstock.source.Source;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The descriptors of one spawn, in two lists: the child's ends, closed here whatever comes, because
 * the child has its own copies by then or never will; and the parent's, closed unless they were
 * {@linkplain #keep handed on}. Whatever happens between the first pipe and the last, {@link
 * #close} leaves nothing behind.
 */
final class ChildEnds implements Closeable {
    private static final int FIRST_FREE = 3;

    private final Libc libc = Linux.libc();
    private final List<Closeable> childEnds = new ArrayList<>();
    private final List<Closeable> parentEnds = new ArrayList<>();

    /** What the child gets as 0, 1 and 2: descriptors of this process. */
    final int[] standard = new int[3];

    /** What the child opens itself once it is born: then {@link #standard} has the name only. */
    final List<LaunchStep> openings = new ArrayList<>();

    private int pipeCapacity;

    /** Whom the child runs as, or null for this process's own user. */
    private Identity identity;

    PipeChannel stdin;

    /** What goes into {@link #stdin}, or null where that is the user's business. */
    Source source;

    PipeChannel stdout;
    PipeChannel stderr;

    /** The child's own, or null. */
    ChildTerminal terminal;

    /** What is typed on it; null without one. */
    TerminalLine line;

    /** Opens everything the command asks for. */
    void open(Settings settings) throws IOException {
        pipeCapacity = settings.pipeCapacity;
        identity = settings.confinement.identity();
        if (settings.terminal != null) {
            openTerminal(settings);
            return;
        }
        standard[0] = source(settings.stdin);
        int waiting = openings.size();
        standard[1] = target(settings.stdout, OutputForm.isCarried(settings.stdout), 1);
        if (settings.stderr instanceof OutputForm.Merged) {
            standard[2] = 1;
            if (openings.size() > waiting) {
                openings.add(LaunchStep.copy(1, 2));
            }
        } else {
            standard[2] = target(settings.stderr, OutputForm.isCarried(settings.stderr), 2);
        }
    }

    /** Standard error is on the terminal too, unless it goes somewhere else. */
    private void openTerminal(Settings settings) throws IOException {
        settings.requireOnTerminal();
        Pseudoterminal made = Pseudoterminal.open();
        childEnds.add(made.slave());
        Fd master = made.master();
        parentEnds.add(master);
        settings.terminal.setUp(master);
        giveToUser(made.slave());
        stdout = PipeChannel.dup(master.number());
        parentEnds.add(stdout.fd());
        stdin = PipeChannel.dup(master.number());
        parentEnds.add(stdin.fd());
        terminal = new ChildTerminal(master, made.name());
        line = new TerminalLine(stdin.fd());
        if (!(settings.stdin instanceof InputForm.Interactive)) {
            Source typed = fed(settings.stdin);
            source = new TerminalSource(typed == null ? Bytes.of(new byte[0]) : typed, line);
        }
        int slave = made.slave().number();
        standard[0] = slave;
        standard[1] = slave;
        boolean elsewhere =
                settings.stderr != null && !(settings.stderr instanceof OutputForm.Merged);
        standard[2] =
                elsewhere
                        ? target(settings.stderr, OutputForm.isCarried(settings.stderr), 2)
                        : slave;
    }

    private PipeChannel sized(PipeChannel end) throws IOException {
        if (pipeCapacity > 0) {
            end.resize(pipeCapacity);
        }
        return end;
    }

    /** What this process feeds, or null where that is not its business. */
    private Source fed(Input input) throws IOException {
        if (input instanceof InputForm.Fed fed) {
            return fed.source().get();
        }
        if (input instanceof InputForm.OfPart part) {
            Fd file = new ChildFile(part.path(), Fcntl.O_RDONLY).openPart();
            parentEnds.add(file);
            return new FileSource(file, part.path().toString(), part.start(), part.count());
        }
        return null;
    }

    private int source(Input input) throws IOException {
        source = fed(input);
        if (source != null || input instanceof InputForm.Interactive) {
            Pipe pipe = Pipe.open();
            childEnds.add(pipe.readEnd());
            parentEnds.add(pipe.writeEnd());
            giveToUser(pipe.readEnd());
            stdin = sized(pipe.writer());
            return pipe.readEnd().number();
        }
        if (input instanceof InputForm.OfFile file) {
            return opened(file.path(), Fcntl.O_RDONLY, 0);
        }
        if (input instanceof InputForm.OfPipe piped) {
            return given(piped.pipe().readEnd());
        }
        return own(((InputForm.OfDescriptor) input).fd(), 0);
    }

    private int target(Output output, boolean piped, int standardFd) throws IOException {
        if (piped) {
            Pipe pipe = Pipe.open();
            childEnds.add(pipe.writeEnd());
            parentEnds.add(pipe.readEnd());
            giveToUser(pipe.writeEnd());
            PipeChannel reader = sized(pipe.reader());
            if (standardFd == 1) {
                stdout = reader;
            } else {
                stderr = reader;
            }
            return pipe.writeEnd().number();
        }
        if (output instanceof OutputForm.ToFile file) {
            int flags =
                    Fcntl.O_WRONLY
                            | Fcntl.O_CREAT
                            | (file.append() ? Fcntl.O_APPEND : Fcntl.O_TRUNC);
            return opened(file.path(), flags, standardFd);
        }
        if (output instanceof OutputForm.ToPipe into) {
            int end = given(into.pipe().writeEnd());
            if (pipeCapacity > 0) {
                check(
                        "fcntl(F_SETPIPE_SZ)",
                        libc.fcntl(end, Fcntl.F_SETPIPE_SZ, pipeCapacity),
                        end);
            }
            return end;
        }
        return own(
                output instanceof OutputForm.ToDescriptor descriptor ? descriptor.fd() : standardFd,
                standardFd);
    }

    /** An end of the user's pipe, handed over to this child. */
    private int given(Fd end) throws IOException {
        if (!end.isOpen()) {
            throw new IllegalStateException("was handed to a child before, or closed: " + end);
        }
        childEnds.add(end);
        giveToUser(end);
        return end.number();
    }

    /**
     * Makes the pipe the child's user's, who then may open it again, as {@code /dev/stdout}: else
     * it is its maker's alone.
     */
    private void giveToUser(Fd end) throws IOException {
        if (identity != null) {
            int number = end.number();
            int result = libc.fchown(number, (int) identity.uid(), (int) identity.gid());
            // Who may become another user may lack CAP_CHOWN; then the pipe stays as it is.
            if (result != -Errno.EPERM) {
                check("fchown", result, number);
            }
        }
    }

    private int opened(Path path, int flags, int number) throws IOException {
        ChildFile file = new ChildFile(path, flags);
        Fd opened = file.open();
        childEnds.add(opened);
        if (file.isOpenedByChild()) {
            openings.add(LaunchStep.open(path, number, file.flags()));
        }
        return opened.number();
    }

    /**
     * A descriptor of this process's own. One of 0 to 2 that is to become another of them is copied
     * away first: the child's dup2s come one after another, and an earlier one would have replaced
     * it.
     */
    private int own(int fd, int standardFd) throws IOException {
        if (fd >= FIRST_FREE || fd == standardFd) {
            check("fcntl(F_GETFD)", libc.fcntl(fd, Fcntl.F_GETFD, 0), fd);
            return fd;
        }
        int copy = libc.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, FIRST_FREE);
        Fd owned = new Fd(check("fcntl(F_DUPFD_CLOEXEC)", copy, fd));
        childEnds.add(owned);
        return owned.number();
    }

    /**
     * Closes the child's ends, once it has its own copies: while ours are open its output has no
     * end.
     */
    void handedOver() throws IOException {
        closeAll(childEnds);
    }

    /** The parent's ends belong to the child's object from now on. */
    void keep() {
        parentEnds.clear();
    }

    @Override
    public void close() throws IOException {
        childEnds.addAll(parentEnds);
        closeAll(childEnds);
    }

    private static void closeAll(List<Closeable> ends) throws IOException {
        IOException first = null;
        for (Closeable end : ends) {
            try {
                end.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
