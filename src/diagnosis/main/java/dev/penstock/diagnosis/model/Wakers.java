package dev.penstock.diagnosis.model;

import java.util.Optional;
import java.util.Set;

/**
 * Who could wake a thread, as one way of looking shows it. Each answer is empty where not all of
 * those are known: then the thread counts as free.
 */
public interface Wakers {
    /**
     * Who holds the other end of a file.
     *
     * @param waiter the thread that waits for it
     * @param file a pipe or a socket
     * @param writers those who can put bytes into it, or end it; else those who can take bytes out
     * @return processes
     */
    Optional<Set<Party>> otherEnd(Party waiter, String file, boolean writers);

    /**
     * Who can make a polled descriptor ready.
     *
     * @param waiter the thread that polls it
     * @param watched the descriptor
     * @return processes
     */
    Optional<Set<Party>> others(Party waiter, Watched watched);

    /**
     * Who has a pseudoterminal: its other side, or the same one.
     *
     * @param waiter the thread that waits
     * @return processes
     */
    Optional<Set<Party>> terminal(Party waiter, Wait.Terminal terminal);

    /**
     * Who has a lock on a file.
     *
     * @param file its path
     * @return processes
     */
    Optional<Set<Party>> lockers(String file);

    /**
     * The children whose end a process waits for.
     *
     * @param which a child; 0 for any; below 0 for any of the process group −which
     * @return processes
     */
    Optional<Set<Party>> children(int pid, int which);

    /**
     * The children whose end interrupts a process in a poll.
     *
     * @return processes
     */
    Set<Party> offspring(int pid);

    /**
     * The other threads of the same process that may do something for its program.
     *
     * @param waiter a thread
     * @return threads
     */
    Optional<Set<Party>> siblings(Party waiter);
}
