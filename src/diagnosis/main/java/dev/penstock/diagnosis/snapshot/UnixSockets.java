package dev.penstock.diagnosis.snapshot;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.Netlink;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The Unix sockets of this network namespace, with their peers, from the kernel (sock_diag(7)):
 * {@code /proc/net/unix} has no peers.
 */
public final class UnixSockets {
    /** Each answer fits: the kernel makes them of 32 KiB at most. */
    private static final int ROOM = 64 * 1024;

    private static final int ALL_STATES = -1;

    /**
     * One of them.
     *
     * @param type {@link Netlink#SOCK_STREAM} or another
     * @param peer the other one's inode; 0 if it has none
     * @param unread bytes that it has been sent and not read
     */
    public record UnixSocket(long inode, int type, long peer, long unread) {}

    private UnixSockets() {}

    /**
     * All of them, by inode.
     *
     * @return the sockets
     * @throws IOException if the kernel has no sock_diag for Unix sockets, or refuses it
     */
    public static Map<Long, UnixSocket> read() throws IOException {
        Libc libc = Linux.libc();
        int number =
                libc.socket(
                        Netlink.AF_NETLINK,
                        Netlink.SOCK_RAW | Fcntl.O_CLOEXEC,
                        Netlink.NETLINK_SOCK_DIAG);
        SyscallException.check("socket(AF_NETLINK)", number);
        try (Fd socket = new Fd(number)) {
            NativeMemory room = new NativeMemory(ROOM);
            int length = request(room.bytes());
            SyscallException.check(
                    "write", libc.write(socket.number(), room.address(), length), number);
            Map<Long, UnixSocket> sockets = new HashMap<>();
            boolean more = true;
            while (more) {
                long got = libc.read(number, room.address(), ROOM);
                SyscallException.check("read", got, number);
                more = got > 0 && parse(room.bytes(), (int) got, sockets);
            }
            return sockets;
        }
    }

    private static int request(ByteBuffer bytes) {
        int length = Netlink.HEADER_SIZE + Netlink.UNIX_REQUEST_SIZE;
        bytes.clear();
        bytes.putInt(length);
        bytes.putShort(Netlink.SOCK_DIAG_BY_FAMILY);
        bytes.putShort((short) (Netlink.NLM_F_REQUEST | Netlink.NLM_F_DUMP));
        bytes.putInt(0).putInt(0);
        bytes.put((byte) Netlink.AF_UNIX).put((byte) 0).putShort((short) 0);
        bytes.putInt(ALL_STATES);
        bytes.putInt(0);
        bytes.putInt(Netlink.UDIAG_SHOW_PEER | Netlink.UDIAG_SHOW_RQLEN);
        bytes.putInt(-1).putInt(-1);
        return length;
    }

    /** Returns false once the last message was there. */
    static boolean parse(ByteBuffer bytes, int end, Map<Long, UnixSocket> sockets)
            throws IOException {
        for (int at = 0; at + Netlink.HEADER_SIZE <= end; ) {
            int length = bytes.getInt(at);
            int type = bytes.getShort(at + 4);
            if (type == Netlink.NLMSG_DONE) {
                return false;
            }
            if (length < Netlink.HEADER_SIZE || length > end - at) {
                throw new IOException("sock_diag: a message of " + length + " bytes");
            }
            if (type == Netlink.NLMSG_ERROR) {
                if (length < Netlink.HEADER_SIZE + Integer.BYTES) {
                    throw new IOException("sock_diag: an error without its number");
                }
                int errno = -bytes.getInt(at + Netlink.HEADER_SIZE);
                throw new SyscallException("sock_diag", errno, -1);
            }
            if (length < Netlink.HEADER_SIZE + Netlink.UNIX_MESSAGE_SIZE) {
                throw new IOException("sock_diag: a socket of " + length + " bytes");
            }
            message(bytes, at + Netlink.HEADER_SIZE, at + length, sockets);
            at += align(length);
        }
        return true;
    }

    private static void message(ByteBuffer bytes, int begin, int end, Map<Long, UnixSocket> sockets)
            throws IOException {
        long inode =
                Integer.toUnsignedLong(bytes.getInt(begin + Netlink.UNIX_MESSAGE_INODE_OFFSET));
        int kind = bytes.get(begin + Netlink.UNIX_MESSAGE_TYPE_OFFSET);
        long peer = 0;
        long unread = 0;
        int at = begin + Netlink.UNIX_MESSAGE_SIZE;
        while (at + Netlink.ATTRIBUTE_SIZE <= end) {
            int length = Short.toUnsignedInt(bytes.getShort(at));
            int type = bytes.getShort(at + 2);
            boolean wanted = type == Netlink.UNIX_DIAG_PEER || type == Netlink.UNIX_DIAG_RQLEN;
            int least = Netlink.ATTRIBUTE_SIZE + (wanted ? Integer.BYTES : 0);
            if (length < least || length > end - at) {
                throw new IOException("sock_diag: an attribute of " + length + " bytes");
            }
            if (type == Netlink.UNIX_DIAG_PEER) {
                peer = Integer.toUnsignedLong(bytes.getInt(at + Netlink.ATTRIBUTE_SIZE));
            } else if (type == Netlink.UNIX_DIAG_RQLEN) {
                unread = Integer.toUnsignedLong(bytes.getInt(at + Netlink.ATTRIBUTE_SIZE));
            }
            at += align(length);
        }
        sockets.put(inode, new UnixSocket(inode, kind, peer, unread));
    }

    /** NLMSG_ALIGN and RTA_ALIGN: to 4 bytes. */
    private static int align(int length) {
        return length + 3 & ~3;
    }
}
