package dev.penstock.command.limits;

import java.util.Locale;

/**
 * Whether the kernel holds a process to the pipe limits: {@code pipe_is_unprivileged_user} of
 * fs/pipe.c asks for one of two capabilities, and asks in the initial user namespace, so that a
 * container's root is held to them as any user. That is about a user's pages; {@code pipe-max-size}
 * yields to CAP_SYS_RESOURCE alone ({@code pipe_set_size}).
 *
 * @param exempt not held to the limits on pages
 * @param reason for people
 */
record Privilege(boolean exempt, String reason) {
    // uapi/linux/capability.h
    private static final long CAP_SYS_ADMIN = 1L << 21;
    private static final long CAP_SYS_RESOURCE = 1L << 24;

    /** PROC_USER_INIT_INO of uapi/linux/nsfs.h and include/linux/proc_ns.h. */
    static final String INITIAL_NAMESPACE = "user:[4026531837]";

    /**
     * From the CapEff line of {@code /proc/self/status} and the link {@code /proc/self/ns/user}.
     *
     * @throws IllegalArgumentException if there is no such line
     */
    static Privilege of(String status, String userNamespace) {
        long capabilities = effective(status);
        boolean resource = (capabilities & CAP_SYS_RESOURCE) != 0;
        if (!resource && (capabilities & CAP_SYS_ADMIN) == 0) {
            return new Privilege(
                    false, "neither CAP_SYS_RESOURCE nor CAP_SYS_ADMIN: the limits hold");
        }
        String name = resource ? "CAP_SYS_RESOURCE" : "CAP_SYS_ADMIN";
        if (!userNamespace.equals(INITIAL_NAMESPACE)) {
            return new Privilege(false, name + " only in a user namespace: the limits hold");
        }
        return new Privilege(
                true,
                name + (resource ? ": from all of these" : ": from pages, not from pipe-max-size"));
    }

    private static long effective(String status) {
        int line = status.indexOf("CapEff:");
        if (line < 0) {
            throw new IllegalArgumentException("/proc/self/status has no line CapEff");
        }
        int end = status.indexOf('\n', line);
        String hex =
                status.substring(line + "CapEff:".length(), end < 0 ? status.length() : end)
                        .strip();
        return Long.parseUnsignedLong(hex.toLowerCase(Locale.ROOT), 16);
    }
}
