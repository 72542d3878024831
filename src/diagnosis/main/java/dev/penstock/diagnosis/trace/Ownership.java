package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.Descriptor.How;
import dev.penstock.diagnosis.trace.log.Call;
import dev.penstock.diagnosis.trace.log.CallKind;
import java.util.function.Consumer;

/** Who holds which end of which pipe, by what calls do to descriptors. */
final class Ownership {
    private final LoggedWorld world;

    /** Is told of a pipe before one of the pipe's ends is closed. */
    private final Consumer<TracedPipe> watcher;

    Ownership(LoggedWorld world, Consumer<TracedPipe> watcher) {
        this.world = world;
        this.watcher = watcher;
    }

    /** What a call that has returned changed. */
    void apply(TracedThread task, Call call) {
        FdTable files = task.process.files;
        switch (call.syscall()) {
            case PIPE -> pipe(task.process, call);
            case SOCKETPAIR -> socketpair(task.process, call);
            case DUP -> copy(files, call.fd(0), (int) call.result(), false);
            case DUP2 -> {
                if (call.fd(0) != call.result()) {
                    copy(files, call.fd(0), (int) call.result(), call.has(2, "O_CLOEXEC"));
                }
            }
            case FCNTL -> fcntl(files, call);
            case IOCTL -> ioctl(files, call);
            case CLOSE -> close(files, call.fd(0), "close");
            case CLOSE_RANGE -> closeRange(task.process, call);
            case UNSHARE -> {
                if (call.has(0, "CLONE_FILES")) {
                    unshare(task.process);
                }
            }
            case EXECVE -> execute(task, call);
            case OPEN -> open(files, call);
            case SENDMSG -> send(files, call);
            case RECVMSG -> receive(files, call);
            default -> {}
        }
    }

    private void pipe(TracedProcess process, Call call) {
        int[] fds = call.fds(0, "[");
        if (fds.length == 2) {
            TracedPipe pipe = world.make(process, false, true, Math.max(0, call.pipe(0)));
            if (pipe == null) {
                return;
            }
            boolean closeOnExec = call.has(1, "O_CLOEXEC");
            open(process.files, fds[0], How.MADE, null, pipe, null, closeOnExec);
            open(process.files, fds[1], How.MADE, null, null, pipe, closeOnExec);
        } else {
            world.hidden++;
        }
    }

    private void socketpair(TracedProcess process, Call call) {
        int[] fds = call.fds(3, "[");
        if (fds.length == 2) {
            TracedPipe there = world.make(process, true, true, 0);
            TracedPipe back = there == null ? null : world.make(process, true, true, 0);
            if (back == null) {
                return;
            }
            boolean closeOnExec = call.has(1, "SOCK_CLOEXEC");
            open(process.files, fds[0], How.MADE, null, back, there, closeOnExec);
            open(process.files, fds[1], How.MADE, null, there, back, closeOnExec);
        }
    }

    private void open(
            FdTable files,
            int fd,
            How how,
            Descriptor source,
            TracedPipe reads,
            TracedPipe writes,
            boolean closeOnExec) {
        close(files, fd, how == How.COPIED ? "dup2" : "a close that the log does not show");
        if (!world.keeps(files, reads, writes)) {
            return;
        }
        Descriptor descriptor = new Descriptor(files, fd, how, world.line, world.time, source);
        descriptor.reads = reads;
        descriptor.writes = writes;
        descriptor.closeOnExec = closeOnExec;
        files.put(descriptor);
        if (reads != null) {
            reads.hold(descriptor);
        }
        if (writes != null && writes != reads) {
            writes.hold(descriptor);
        }
    }

    private void copy(FdTable files, int from, int to, boolean closeOnExec) {
        Descriptor source = files.get(from);
        if (source == null) {
            close(files, to, "dup2");
        } else {
            open(files, to, How.COPIED, source, source.reads, source.writes, closeOnExec);
        }
    }

    /** An end of a pipe opened once more, through a link to it; or another file. */
    private void open(FdTable files, Call call) {
        int path = call.isNamed("open") ? 0 : 1;
        Descriptor source = files.get(call.link(path));
        if (source == null) {
            close(files, (int) call.result(), "a close that the log does not show");
            return;
        }
        TracedPipe pipe = source.reads == null ? source.writes : source.reads;
        boolean writes = call.has(path + 1, "O_WRONLY") || call.has(path + 1, "O_RDWR");
        boolean reads = !call.has(path + 1, "O_WRONLY");
        open(
                files,
                (int) call.result(),
                How.COPIED,
                source,
                reads ? pipe : null,
                writes ? pipe : null,
                call.has(path + 1, "O_CLOEXEC"));
    }

    private void fcntl(FdTable files, Call call) {
        if (call.has(1, "F_DUPFD")) {
            copy(files, call.fd(0), (int) call.result(), call.has(1, "F_DUPFD_CLOEXEC"));
        } else if (call.has(1, "F_SETFD")) {
            Descriptor descriptor = files.get(call.fd(0));
            if (descriptor != null) {
                descriptor.closeOnExec = call.has(2, "FD_CLOEXEC") || (call.number(2, 0) & 1) == 1;
            }
        }
    }

    /** FIOCLEX and FIONCLEX do what F_SETFD does: ioctl(2). */
    private static void ioctl(FdTable files, Call call) {
        Descriptor descriptor = files.get(call.fd(0));
        if (descriptor != null && call.has(1, "CLEX")) {
            descriptor.closeOnExec = call.has(1, "FIOCLEX");
        }
    }

    private void closeRange(TracedProcess process, Call call) {
        if (call.has(2, "CLOSE_RANGE_UNSHARE")) {
            unshare(process);
        }
        long last = call.number(1, Long.MAX_VALUE);
        for (Descriptor descriptor : process.files.all()) {
            if (descriptor.fd >= call.number(0, 0) && descriptor.fd <= last) {
                if (call.has(2, "CLOSE_RANGE_CLOEXEC")) {
                    descriptor.closeOnExec = true;
                } else {
                    close(process.files, descriptor.fd, "close_range");
                }
            }
        }
    }

    private void close(FdTable files, int fd, String why) {
        Descriptor descriptor = files.get(fd);
        if (descriptor != null) {
            release(descriptor, why);
        }
    }

    private void release(Descriptor descriptor, String why) {
        for (TracedPipe pipe : new TracedPipe[] {descriptor.reads, descriptor.writes}) {
            if (pipe != null && pipe.descriptors.contains(descriptor)) {
                watcher.accept(pipe);
                pipe.release(descriptor);
            }
        }
        descriptor.end(world.line, world.time, why);
        descriptor.table.remove(descriptor);
        world.released();
    }

    /** Gives a process a copy of the table that it shared. */
    private void unshare(TracedProcess process) {
        if (process.files.users.size() > 1) {
            FdTable shared = process.files;
            shared.users.remove(process);
            process.files = copyOf(shared, new FdTable(), process);
        }
    }

    private FdTable copyOf(FdTable from, FdTable to, TracedProcess user) {
        to.users.add(user);
        for (Descriptor source : from.all()) {
            open(
                    to,
                    source.fd,
                    How.INHERITED,
                    source,
                    source.reads,
                    source.writes,
                    source.closeOnExec);
        }
        return to;
    }

    /**
     * Somebody whom that one's fork(2), vfork(2) or clone(2) made.
     *
     * @param call the call as far as it is known: its flags
     */
    TracedThread born(TracedThread parent, Call call, int tid) {
        if (call.syscall() == CallKind.CLONE && call.has("CLONE_THREAD")) {
            return world.add(parent.process, tid);
        }
        TracedProcess from = parent.process;
        TracedProcess process;
        if (call.syscall() == CallKind.CLONE && call.has("CLONE_FILES")) {
            process = new TracedProcess(tid, from, world.line, from.files, from.command);
        } else {
            process = new TracedProcess(tid, from, world.line, new FdTable(), from.command);
            process.files.users.clear();
            copyOf(from.files, process.files, process);
        }
        return world.add(process, tid);
    }

    private void execute(TracedThread task, Call call) {
        TracedProcess process = task.process;
        unshare(process);
        process.command = ProgramName.name(call);
        for (Descriptor descriptor : process.files.all()) {
            if (descriptor.closeOnExec) {
                release(descriptor, "execve");
            } else {
                descriptor.execLine = world.line;
            }
        }
    }

    /** A thread has ended; with the last of its process, what that held goes. */
    void exit(TracedThread task) {
        TracedProcess process = task.process;
        world.tasks.remove(task.tid, task);
        world.forking.remove(task);
        process.tasks.remove(task);
        if (!process.tasks.isEmpty() || process.ended) {
            return;
        }
        process.ended = true;
        if (process.parent != null) {
            process.parent.children.remove(process);
        }
        if (process.files.users.size() > 1) {
            process.files.users.remove(process);
            return;
        }
        for (Descriptor descriptor : process.files.all()) {
            release(descriptor, "exit");
        }
    }

    private void send(FdTable files, Call call) {
        Descriptor socket = files.get(call.fd(0));
        if (socket != null && socket.writes != null && call.has(1, "SCM_RIGHTS")) {
            for (int fd : call.fds(1, "cmsg_data=[")) {
                Descriptor sent = files.get(fd);
                if (sent != null && !socket.writes.pass(sent)) {
                    world.unkept();
                }
            }
        }
    }

    private void receive(FdTable files, Call call) {
        Descriptor socket = files.get(call.fd(0));
        if (!call.has(1, "SCM_RIGHTS")) {
            return;
        }
        boolean closeOnExec = call.has("MSG_CMSG_CLOEXEC");
        for (int fd : call.fds(1, "cmsg_data=[")) {
            close(files, fd, "a close that the log does not show");
            Descriptor sent = socket == null || socket.reads == null ? null : socket.reads.passed();
            if (sent != null) {
                open(files, fd, How.RECEIVED, sent, sent.reads, sent.writes, closeOnExec);
            }
        }
    }

    /**
     * What {@code -y} says that a descriptor is, where that is new.
     *
     * @param inode a pipe's; −1 for another file; 0 for nothing
     */
    void learn(TracedProcess process, int fd, long inode) {
        Descriptor known = process.files.get(fd);
        TracedPipe pipe = known == null ? null : known.reads == null ? known.writes : known.reads;
        if (inode == 0 || fd < 0 || pipe != null && (pipe.inode == inode)) {
            return;
        }
        if (inode < 0) {
            close(process.files, fd, "a close that the log does not show");
            return;
        }
        if (pipe != null && pipe.inode == 0 && !pipe.socket()) {
            pipe.inode = inode;
            return;
        }
        TracedPipe found = world.byInode(inode);
        if (found == null) {
            found = world.make(process, false, false, inode);
            if (found == null) {
                return;
            }
        }
        open(process.files, fd, How.FOUND, null, found, found, false);
    }

    /** A descriptor whose end is not known shows by its first use which end it is. */
    static void uses(Descriptor descriptor, boolean writes) {
        if (descriptor.reads != null && descriptor.reads == descriptor.writes) {
            if (writes) {
                descriptor.reads = null;
            } else {
                descriptor.writes = null;
            }
        }
    }
}
