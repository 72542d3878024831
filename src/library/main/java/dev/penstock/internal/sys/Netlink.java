package dev.penstock.internal.sys;

/**
 * Constants and layouts for asking the kernel about sockets (sock_diag(7)), from linux/netlink.h,
 * linux/rtnetlink.h, linux/sock_diag.h and linux/unix_diag.h.
 *
 * <pre>
 *   struct nlmsghdr          0     4      6       8     12    16
 *                            | len | type | flags | seq | pid |
 *   struct unix_diag_req     0        1          2     4        8     12     16       24
 *                            | family | protocol | pad | states | ino | show | cookie |
 *   struct unix_diag_msg     0        1      2       3     4     8        16
 *                            | family | type | state | pad | ino | cookie |
 *   struct rtattr            0     2      4
 *                            | len | type | …
 * </pre>
 */
public final class Netlink {
    public static final int AF_UNIX = 1;
    public static final int AF_NETLINK = 16;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_RAW = 3;
    public static final int NETLINK_SOCK_DIAG = 4;

    public static final short SOCK_DIAG_BY_FAMILY = 20;
    public static final short NLMSG_ERROR = 2;
    public static final short NLMSG_DONE = 3;
    public static final short NLM_F_REQUEST = 1;
    public static final short NLM_F_DUMP = 0x300;

    public static final int UDIAG_SHOW_PEER = 0x4;
    public static final int UDIAG_SHOW_RQLEN = 0x10;
    public static final short UNIX_DIAG_PEER = 2;
    public static final short UNIX_DIAG_RQLEN = 4;

    public static final int HEADER_SIZE = 16;
    public static final int UNIX_REQUEST_SIZE = 24;
    public static final int UNIX_MESSAGE_SIZE = 16;
    public static final int UNIX_MESSAGE_TYPE_OFFSET = 1;
    public static final int UNIX_MESSAGE_INODE_OFFSET = 4;
    public static final int ATTRIBUTE_SIZE = 4;

    private Netlink() {}
}
