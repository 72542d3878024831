package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.SocketView;
import dev.penstock.diagnosis.snapshot.UnixSockets.UnixSocket;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.TcpSocket;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is connected with whom, by the sockets' inodes. Asks the kernel only when it is asked. */
final class SocketTable {
    private final ProcFs proc;
    private Map<Long, UnixSocket> unix;

    /** By network namespace. */
    private final Map<String, Map<Long, TcpSocket>> tcp = new HashMap<>();

    SocketTable(ProcFs proc) {
        this.proc = proc;
    }

    /**
     * A socket and its other end, with nobody yet who holds that.
     *
     * @param pid who holds the socket, and so in which network namespace it is
     * @param file as its link names it
     * @param orTcp it may be a TCP socket, of which there can be many
     */
    Optional<SocketView> find(int pid, String file, boolean orTcp) {
        long inode = inode(file);
        UnixSocket socket = unix().get(inode);
        if (socket != null) {
            UnixSocket peer = unix().get(socket.peer());
            long unread = peer == null ? -1 : peer.unread();
            return Optional.of(
                    new SocketView(
                            file,
                            "unix",
                            peer == null ? "" : name(peer.inode()),
                            List.of(),
                            socket.unread(),
                            Math.max(0, unread),
                            unread));
        }
        return orTcp ? tcp(pid, file, inode) : Optional.empty();
    }

    private Optional<SocketView> tcp(int pid, String file, long inode) {
        String namespace = proc.namespace(pid, "net").known().orElse("pid " + pid);
        Map<Long, TcpSocket> table = tcp.computeIfAbsent(namespace, none -> readTcp(pid));
        TcpSocket own = table.get(inode);
        if (own == null) {
            return Optional.empty();
        }
        TcpSocket peer = null;
        for (TcpSocket other : table.values()) {
            if (other.local().equals(own.remote()) && other.remote().equals(own.local())) {
                peer = other;
            }
        }
        return Optional.of(
                new SocketView(
                        file,
                        "tcp",
                        peer == null ? "" : name(peer.inode()),
                        List.of(),
                        own.unread(),
                        own.unsent(),
                        peer == null ? -1 : peer.unread()));
    }

    private Map<Long, UnixSocket> unix() {
        if (unix == null) {
            try {
                unix = UnixSockets.read();
            } catch (IOException notInThisKernel) {
                // A socket that is in no table has an unknown peer, which is what then is told.
                unix = Map.of();
            }
        }
        return unix;
    }

    private Map<Long, TcpSocket> readTcp(int pid) {
        Map<Long, TcpSocket> sockets = new HashMap<>();
        for (String name : List.of("tcp", "tcp6")) {
            Reading<List<TcpSocket>> read = proc.tcp(pid, name);
            for (TcpSocket socket : read.known().orElse(List.of())) {
                if (socket.inode() != 0) {
                    sockets.put(socket.inode(), socket);
                }
            }
        }
        return sockets;
    }

    private static long inode(String file) {
        return Long.parseLong(file, "socket:[".length(), file.length() - 1, 10);
    }

    private static String name(long inode) {
        return "socket:[" + inode + "]";
    }
}
