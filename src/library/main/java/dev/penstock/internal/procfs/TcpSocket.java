package dev.penstock.internal.procfs;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code /proc/PID/net/tcp} or {@code tcp6} (proc_pid_net(5)).
 *
 * @param local address and port, in the file's hexadecimal; an IPv4 address in IPv6 as the IPv4
 *     address
 * @param remote likewise, the other end's
 * @param unsent bytes sent that the other end has not acknowledged, or not got room for
 * @param unread bytes received and not read
 * @param inode the socket's; 0 if nobody holds it any more
 */
public record TcpSocket(String local, String remote, long unsent, long unread, long inode) {
    private static final String MAPPED = "0000000000000000FFFF0000";
    private static final int ADDRESS_V6 = 32;

    /**
     * Reads the file's text.
     *
     * @param text the whole file
     * @return its sockets, the listening ones too
     * @throws IllegalArgumentException if a line is not of that form
     */
    public static List<TcpSocket> parse(String text) {
        List<TcpSocket> sockets = new ArrayList<>();
        int at = text.indexOf('\n') + 1;
        while (at > 0 && at < text.length()) {
            int end = text.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            sockets.add(line(text.substring(at, stop)));
            at = stop + 1;
        }
        return sockets;
    }

    private static TcpSocket line(String line) {
        String[] words = line.strip().split(" +", 11);
        if (words.length < 10) {
            throw new IllegalArgumentException("too few fields in '" + line + "'");
        }
        int colon = words[4].indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no queues in '" + line + "'");
        }
        return new TcpSocket(
                plain(words[1]),
                plain(words[2]),
                Long.parseLong(words[4], 0, colon, 16),
                Long.parseLong(words[4], colon + 1, words[4].length(), 16),
                Long.parseLong(words[9]));
    }

    private static String plain(String address) {
        return address.startsWith(MAPPED) && address.indexOf(':') == ADDRESS_V6
                ? address.substring(MAPPED.length())
                : address;
    }
}
