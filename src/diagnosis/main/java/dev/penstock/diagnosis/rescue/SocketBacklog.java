package dev.penstock.diagnosis.rescue;

import dev.penstock.diagnosis.snapshot.UnixSockets;
import dev.penstock.diagnosis.snapshot.UnixSockets.UnixSocket;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.PipeHolders;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.Netlink;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What lies in the receive queue of a Unix stream socket, such as Node gives its children for
 * pipes, through a duplicate of its reader's own descriptor: a socket cannot be opened by way of
 * {@code /proc}. What that shares with the reader, its open file description, is not changed.
 * Descriptors that were sent along with bytes (SCM_RIGHTS) are closed as the bytes are taken.
 */
final class SocketBacklog extends Backlog {
    private SocketBacklog(Fd source, String writtenTo, String readFrom) {
        super(source, writtenTo, readFrom);
    }

    /**
     * A socket has two ways. Where something lies at the peer's end, that is meant: what this
     * process wrote. If not, what lies at its own end.
     */
    static SocketBacklog of(ProcFs proc, PipeEnd target) throws IOException {
        Map<Long, UnixSocket> sockets = UnixSockets.read();
        UnixSocket own = sockets.get(inode(target.file()));
        if (own == null) {
            throw new RefusedException(
                    what(target)
                            + " is no Unix socket of this network namespace: what a TCP connection"
                            + " has received belongs to a protocol, and is not taken");
        }
        if (own.type() != Netlink.SOCK_STREAM) {
            throw new RefusedException(
                    what(target)
                            + " carries messages and no stream: a file would not keep them apart");
        }
        UnixSocket peer = sockets.get(own.peer());
        if (peer == null) {
            throw new RefusedException(what(target) + " is not connected with any other");
        }
        if (peer.unread() == 0 && own.unread() > 0) {
            return receiving(target.pid(), target.fd(), own, peer);
        }
        List<PipeHolder> readers = PipeHolders.find(proc, name(peer)).readers();
        if (readers.isEmpty()) {
            throw new RefusedException(
                    "no process that may be looked at holds the other end of "
                            + what(target)
                            + ", "
                            + name(peer)
                            + ": try the same with sudo");
        }
        return receiving(readers.get(0).pid(), readers.get(0).fd(), peer, own);
    }

    private static SocketBacklog receiving(int pid, int fd, UnixSocket reader, UnixSocket writer)
            throws IOException {
        Libc libc = Linux.libc();
        int process = libc.pidfdOpen(pid, 0);
        requireCall("pidfd_open", process);
        SyscallException.check("pidfd_open", process);
        try (Fd pidfd = new Fd(process)) {
            int copy = libc.pidfdGetfd(pidfd.number(), fd, 0);
            if (copy == -Errno.EPERM) {
                throw Rights.toAttach(
                        pid, new SyscallException("pidfd_getfd", -copy, fd).getMessage());
            }
            requireCall("pidfd_getfd", copy);
            SyscallException.check("pidfd_getfd", copy, fd);
            Fd source = Fd.adopt(copy);
            String link = "/proc/self/fd/" + source.number();
            if (!Files.readSymbolicLink(Path.of(link)).toString().equals(name(reader))) {
                source.close();
                throw new RefusedException(
                        "fd " + fd + " of process " + pid + " is another file by now");
            }
            return new SocketBacklog(source, name(writer), name(reader));
        }
    }

    private static void requireCall(String call, int result) throws RefusedException {
        if (result == -Errno.ENOSYS) {
            throw new RefusedException(
                    call
                            + "(2) is refused here, and without it no socket is reached: it needs"
                            + " Linux 5.6, and in a container a seccomp profile that allows it");
        }
    }

    @Override
    public int copy(ByteBuffer to) throws SyscallException {
        if (!to.hasRemaining()) {
            return 0;
        }
        long there =
                libc.recv(
                        source.number(),
                        libc.address(to) + to.position(),
                        to.remaining(),
                        SystemConstants.MSG_PEEK | SystemConstants.MSG_DONTWAIT);
        if (there == -Errno.EAGAIN || there == -Errno.EINTR) {
            return 0;
        }
        SyscallException.check("recv", there, source.number());
        to.position(to.position() + (int) there);
        return there == 0 ? END : (int) there;
    }

    @Override
    long takeOnce(long address, int room) {
        return libc.recv(source.number(), address, room, SystemConstants.MSG_DONTWAIT);
    }

    private static String what(PipeEnd target) {
        return target.file() + ", fd " + target.fd() + " of process " + target.pid() + ",";
    }

    private static String name(UnixSocket socket) {
        return "socket:[" + socket.inode() + "]";
    }

    private static long inode(String file) {
        return Long.parseLong(file, "socket:[".length(), file.length() - 1, 10);
    }
}
