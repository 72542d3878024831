package dev.penstock.internal.teardown;

import java.io.IOException;

/**
 * The child that a teardown begins with. As long as it has not been reaped its pid is its own, and
 * so are the group and session of that number: whoever holds it back from being reaped may signal
 * them. Any thread.
 */
public interface Leader {
    /** Its process id, and the number of the group or session that it leads. */
    int pid();

    /**
     * Sends it a signal.
     *
     * @return false if it has ended
     * @throws IOException {@code EPERM} if it has become another user's
     */
    boolean signal(int signal) throws IOException;

    /**
     * Sends its process group a signal, at one moment.
     *
     * @return false if nobody is in it, or it may be another's by now
     * @throws IOException {@code EPERM} if none of them may be signalled
     */
    boolean signalGroup(int signal) throws IOException;
}
