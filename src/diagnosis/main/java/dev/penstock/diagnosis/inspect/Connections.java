package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.ProcessTable;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TcpSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * TCP connections, by their sockets' inodes: asked for only where somebody waits for one whose
 * other end a snapshot does not tell. Not thread-safe.
 */
final class Connections {
    private static final String NOBODY = ":0000";
    private static final int V4 = 8;

    /** The TCP sockets of one network namespace. */
    private record Network(Map<String, TcpSocket> byFile, Set<String> listening) {}

    private final ProcFs proc;
    private final ProcessTable processes;
    private final Map<String, Network> networks = new HashMap<>();

    Connections(ProcFs proc, ProcessTable processes) {
        this.proc = proc;
        this.processes = processes;
    }

    /** A connected socket; empty for every other file. */
    Optional<TcpSocket> find(int pid, String file) {
        return Optional.ofNullable(network(pid).byFile.get(file))
                .filter(socket -> !socket.remote().endsWith(NOBODY));
    }

    /** Whether the process has accepted the connection, and did not make it. */
    boolean accepted(int pid, TcpSocket socket) {
        return network(pid).listening.contains(port(socket.local()));
    }

    /** The processes that hold the other end; none where it is on another machine. */
    List<Integer> others(int pid, TcpSocket socket) {
        for (Map.Entry<String, TcpSocket> other : network(pid).byFile.entrySet()) {
            if (other.getValue().local().equals(socket.remote())
                    && other.getValue().remote().equals(socket.local())) {
                return holders(other.getKey());
            }
        }
        return List.of();
    }

    private List<Integer> holders(String file) {
        List<Integer> pids = new ArrayList<>();
        for (ProcessView process : processes.all()) {
            for (FdLink link : process.fds().known().orElse(List.of())) {
                if (link.target().equals(file)) {
                    pids.add(process.pid());
                    break;
                }
            }
        }
        return pids;
    }

    private Network network(int pid) {
        String namespace = proc.namespace(pid, "net").known().orElse("pid " + pid);
        return networks.computeIfAbsent(namespace, none -> read(pid));
    }

    private Network read(int pid) {
        Map<String, TcpSocket> byFile = new HashMap<>();
        Set<String> listening = new HashSet<>();
        for (String name : List.of("tcp", "tcp6")) {
            for (TcpSocket socket : proc.tcp(pid, name).known().orElse(List.of())) {
                if (socket.remote().endsWith(NOBODY)) {
                    listening.add(port(socket.local()));
                }
                byFile.put("socket:[" + socket.inode() + "]", socket);
            }
        }
        return new Network(byFile, listening);
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }

    /** The other end's address, as people write it: {@code 127.0.0.1:8080}. */
    static String address(TcpSocket socket) {
        String remote = socket.remote();
        int colon = remote.indexOf(':');
        int port = Integer.parseInt(remote.substring(colon + 1), 16);
        StringBuilder text = new StringBuilder();
        if (colon == V4) {
            // The kernel prints the 32 bits of the address as this machine's number of them.
            for (int at = V4 - 2; at >= 0; at -= 2) {
                text.append(Integer.parseInt(remote, at, at + 2, 16)).append(at == 0 ? "" : ".");
            }
            return text.append(':').append(port).toString();
        }
        for (int word = 0; word < colon; word += V4) {
            for (int half = V4 - 4; half >= 0; half -= 4) {
                int at = word + half;
                String swapped = remote.substring(at + 2, at + 4) + remote.substring(at, at + 2);
                text.append(text.isEmpty() ? "" : ":")
                        .append(Integer.toHexString(Integer.parseInt(swapped, 16)));
            }
        }
        return "[" + text + "]:" + port;
    }
}
