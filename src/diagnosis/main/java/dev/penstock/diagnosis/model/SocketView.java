package dev.penstock.diagnosis.model;

import dev.penstock.internal.procfs.PipeHolder;
import java.util.List;

/**
 * A connected socket at one moment.
 *
 * @param file as its descriptors' links name it: {@code socket:[77]}
 * @param kind {@code unix} or {@code tcp}
 * @param peer the other end's file; empty where that is on another machine or not to be seen
 * @param peers the descriptors that hold the other end
 * @param unread bytes that came to this end and were not read
 * @param unsent bytes of this end that the other one has not taken; for a Unix socket those that
 *     lie unread at the other one
 * @param peerUnread bytes that lie unread at the other end; −1 if that is not known
 */
public record SocketView(
        String file,
        String kind,
        String peer,
        List<PipeHolder> peers,
        long unread,
        long unsent,
        long peerUnread) {
    /**
     * Whether a descriptor's link names a socket.
     *
     * @param file what the link says
     * @return true if so
     */
    public static boolean isSocket(String file) {
        return file.startsWith("socket:[");
    }
}
