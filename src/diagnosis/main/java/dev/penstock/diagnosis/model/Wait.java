package dev.penstock.diagnosis.model;

import dev.penstock.internal.procfs.Reading;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a thread waits for: on which file, and so who can wake it. A new kind of wait is a record
 * here; whoever reads system calls makes it.
 */
public sealed interface Wait {
    /**
     * In few words, for people.
     *
     * @return for example {@code write to fd 1, which is full}
     */
    String text();

    /**
     * What kind of wait it is, for machines.
     *
     * @return this record's name in lower case, as {@code child-exit}
     */
    default String kind() {
        StringBuilder kind = new StringBuilder();
        for (char letter : getClass().getSimpleName().toCharArray()) {
            if (Character.isUpperCase(letter) && !kind.isEmpty()) {
                kind.append('-');
            }
            kind.append(Character.toLowerCase(letter));
        }
        return kind.toString();
    }

    /**
     * The pipe or socket in which it waits for room.
     *
     * @return empty where it waits for something else
     */
    default Optional<String> roomIn() {
        return Optional.empty();
    }

    /**
     * The pipe or socket from which it waits for bytes, or their end.
     *
     * @return empty where it waits for something else
     */
    default Optional<String> bytesFrom() {
        return Optional.empty();
    }

    /**
     * The one file that it waits on.
     *
     * @return as descriptors' links name it; empty where there is none, or several
     */
    default Optional<String> file() {
        return roomIn().or(this::bytesFrom);
    }

    /**
     * The descriptors that it polls.
     *
     * @return none where it polls none, or where they are not known
     */
    default List<Watched> watched() {
        return List.of();
    }

    /**
     * Whether it also ends by itself, after some time.
     *
     * @return true if so
     */
    default boolean timed() {
        return false;
    }

    /**
     * Whether it is parked until another thread of its process has something for it.
     *
     * @return true if so
     */
    default boolean parked() {
        return false;
    }

    /**
     * Whether it lasts although the thread wakes now and then, to look again in vain.
     *
     * @return true for what a runtime has told, and not the kernel
     */
    default boolean outlastsWaking() {
        return false;
    }

    /**
     * Who could end it: whoever reads what is full, or writes to what is empty, if nothing else.
     *
     * @param waiter the thread that waits
     * @param wakers who is there
     * @return any of these; empty where they are not all known
     */
    default Optional<Set<Party>> wakers(Party waiter, Wakers wakers) {
        return roomIn().isPresent()
                ? wakers.otherEnd(waiter, roomIn().get(), false)
                : bytesFrom().flatMap(file -> wakers.otherEnd(waiter, file, true));
    }

    /**
     * What it is, of somebody who is waited for.
     *
     * @param waiter the thread that waits
     * @param whom the name of who is waited for
     * @return a clause without its subject, such as {@code waits for sh (71) to end}
     */
    default String clause(Party waiter, String whom) {
        return "waits for " + whom + " (" + text() + ")";
    }

    /**
     * Room in a pipe: any reader can wake it.
     *
     * @param call write, splice …
     * @param fd the write end; −1 where only the kernel function is known and several would fit
     * @param pipe as the descriptor's link names it
     * @param inferred the call is not known, and this is the only pipe of the process that fits
     */
    record Room(String call, int fd, String pipe, boolean inferred) implements Wait {
        @Override
        public String text() {
            return call + " to fd " + fd + ", a pipe that is full";
        }

        @Override
        public Optional<String> roomIn() {
            return Optional.of(pipe);
        }

        @Override
        public String clause(Party waiter, String whom) {
            return "writes to a full pipe, fd " + fd + ", that " + whom + " does not read";
        }
    }

    /**
     * Bytes in a pipe, or the end of it: any writer can wake it, or all of them by closing; both
     * need a writer that goes on.
     *
     * @param call read, splice …
     * @param fd the read end
     * @param pipe as the descriptor's link names it
     * @param inferred the call is not known, and this is the only pipe of the process that fits
     */
    record Bytes(String call, int fd, String pipe, boolean inferred) implements Wait {
        @Override
        public String text() {
            return call + " from fd " + fd + ", a pipe that is empty";
        }

        @Override
        public Optional<String> bytesFrom() {
            return Optional.of(pipe);
        }

        @Override
        public String clause(Party waiter, String whom) {
            return "reads from an empty pipe, fd " + fd + ", that " + whom + " does not write to";
        }
    }

    /**
     * Room in a socket: the peer, by reading.
     *
     * @param call write, sendmsg …
     * @param socket as its link names it
     */
    record Send(String call, int fd, String socket) implements Wait {
        @Override
        public String text() {
            return call + " to fd " + fd + ", a socket whose peer does not read";
        }

        @Override
        public Optional<String> roomIn() {
            return Optional.of(socket);
        }

        @Override
        public String clause(Party waiter, String whom) {
            return "sends to a full socket, fd " + fd + ", that " + whom + " does not read";
        }
    }

    /**
     * Bytes in a socket: the peer, who may be on another machine.
     *
     * @param call read, recvmsg …
     * @param socket as its link names it
     */
    record Receive(String call, int fd, String socket) implements Wait {
        @Override
        public String text() {
            return call + " from fd " + fd + ", a socket";
        }

        @Override
        public Optional<String> bytesFrom() {
            return Optional.of(socket);
        }

        @Override
        public String clause(Party waiter, String whom) {
            return "reads from an empty socket, fd " + fd + ", that " + whom + " does not write to";
        }
    }

    /**
     * A child's end.
     *
     * @param call wait4 or waitid
     * @param pid which child; 0 for any; below 0 for any of the process group −pid
     */
    record ChildExit(String call, int pid) implements Wait {
        @Override
        public String text() {
            if (pid == 0) {
                return call + ", for any child to end";
            }
            return pid > 0
                    ? call + ", for child " + pid + " to end"
                    : call + ", for a child of process group " + -pid + " to end";
        }

        @Override
        public Optional<Set<Party>> wakers(Party waiter, Wakers wakers) {
            return wakers.children(waiter.pid(), pid);
        }

        @Override
        public String clause(Party waiter, String whom) {
            return "waits for " + whom + " to end";
        }
    }

    /**
     * Whatever first happens to one of several descriptors. A child's end interrupts it as well:
     * make waits for a token of the jobserver, or for SIGCHLD.
     *
     * @param call epoll_wait, poll, select …
     * @param timed it also ends by itself
     * @param polled which, or why that is not known
     */
    record Events(String call, boolean timed, Reading<List<Watched>> polled) implements Wait {
        @Override
        public String text() {
            String on =
                    polled.known().isPresent()
                            ? " on "
                                    + polled.known().get().size()
                                    + (polled.known().get().size() == 1
                                            ? " descriptor"
                                            : " descriptors")
                            : "";
            return call + on + (timed ? ", with a timeout" : "");
        }

        @Override
        public List<Watched> watched() {
            return polled.known().orElse(List.of());
        }

        @Override
        public Optional<Set<Party>> wakers(Party waiter, Wakers wakers) {
            if (timed || polled.known().isEmpty()) {
                return Optional.empty();
            }
            Set<Party> all = new LinkedHashSet<>();
            for (Watched one : watched()) {
                Optional<Set<Party>> others = wakers.others(waiter, one);
                if (others.isEmpty()) {
                    return Optional.empty();
                }
                all.addAll(others.get());
            }
            all.addAll(wakers.offspring(waiter.pid()));
            return Optional.of(all);
        }
    }

    /**
     * Another thread.
     *
     * @param timed it also ends by itself
     * @param shared the futex may be shared with another process
     */
    record Futex(boolean timed, boolean shared) implements Wait {
        @Override
        public String text() {
            return "futex, for another thread" + (timed ? ", with a timeout" : "");
        }

        @Override
        public boolean parked() {
            return true;
        }

        @Override
        public Optional<Set<Party>> wakers(Party waiter, Wakers wakers) {
            return timed || shared ? Optional.empty() : wakers.siblings(waiter);
        }

        @Override
        public String clause(Party waiter, String whom) {
            return "has thread " + waiter.tid() + " wait for another of its threads";
        }
    }

    /**
     * A lock of Java's, as the thread's JVM told in a thread dump: the thread that has it. The
     * thread sleeps in a futex meanwhile, and wakes now and then to look again in vain.
     *
     * @param lock its class
     * @param owner the thread that has it
     * @param name that thread's name
     */
    record JavaLock(String lock, int owner, String name) implements Wait {
        @Override
        public String text() {
            return "a lock, a " + lock + ", that thread \"" + name + "\" (" + owner + ") has";
        }

        @Override
        public boolean outlastsWaking() {
            return true;
        }

        @Override
        public Optional<Set<Party>> wakers(Party waiter, Wakers wakers) {
            return Optional.of(Set.of(new Party(waiter.pid(), owner)));
        }

        @Override
        public String clause(Party waiter, String whom) {
            return "has thread " + waiter.tid() + " wait for " + text();
        }
    }

    /** Something to do, handed over by another thread: the thread is idle in its pool. */
    record IdleWorker() implements Wait {
        @Override
        public String text() {
            return "a task: it is idle in its thread pool";
        }

        @Override
        public boolean parked() {
            return true;
        }

        @Override
        public Optional<Set<Party>> wakers(Party waiter, Wakers wakers) {
            return wakers.siblings(waiter);
        }
    }

    /**
     * Somebody who opens the other end of a FIFO: anybody can.
     *
     * @param fifo its path, as the caller sees it; empty where that is not to be seen
     * @param writes it is opened to write, and so waits for a reader
     */
    record Partner(String fifo, boolean writes) implements Wait {
        /** Where neither is to be seen. */
        public static final Partner UNSEEN = new Partner("", false);

        @Override
        public String text() {
            return fifo.isEmpty()
                    ? "open of a FIFO, for somebody to open its other end"
                    : "open of FIFO "
                            + fifo
                            + (writes ? " to write" : " to read")
                            + ", for somebody to open its other end";
        }

        @Override
        public Optional<String> file() {
            return fifo.isEmpty() ? Optional.empty() : Optional.of(fifo);
        }
    }

    /**
     * A lock on a file: who has it.
     *
     * @param call flock or fcntl
     */
    record Lock(String call, int fd, String path) implements Wait {
        @Override
        public String text() {
            return call + " for a lock on fd " + fd + ", " + path;
        }

        @Override
        public Optional<String> file() {
            return Optional.of(path);
        }

        @Override
        public Optional<Set<Party>> wakers(Party waiter, Wakers wakers) {
            return wakers.lockers(path);
        }

        @Override
        public String clause(Party waiter, String whom) {
            return "wants a lock on " + path + ", fd " + fd + ", that " + whom + " has";
        }
    }

    /**
     * A pseudoterminal, by either of its sides: whoever has the other one. Of a slave it may be
     * flow control too, which whoever has the terminal can end.
     *
     * @param call read, write …
     * @param name {@code /dev/pts/N}, or {@code /dev/ptmx} of the master's side
     * @param writes it waits for room, else for something to be typed or printed
     */
    record Terminal(String call, int fd, String name, boolean writes) implements Wait {
        @Override
        public String text() {
            return call + (writes ? " to fd " : " from fd ") + fd + ", " + name;
        }

        @Override
        public Optional<Set<Party>> wakers(Party waiter, Wakers wakers) {
            return wakers.terminal(waiter, this);
        }

        @Override
        public String clause(Party waiter, String whom) {
            return writes
                    ? "writes to a terminal, fd " + fd + ", that " + whom + " does not read"
                    : "reads from a terminal, fd " + fd + ", that " + whom + " does not write to";
        }
    }

    /**
     * The time.
     *
     * @param call nanosleep …
     * @param seconds how long the whole sleep is; −1 if that is not known
     */
    record Timer(String call, long seconds) implements Wait {
        /** As good as for ever: sleep infinity. */
        private static final long ENDLESS = 100L * 365 * 86400;

        /** False for a sleep of more than a hundred years. */
        @Override
        public boolean timed() {
            return seconds < ENDLESS;
        }

        @Override
        public String text() {
            if (seconds < 0) {
                return call + ", a sleep that ends by itself";
            }
            return timed()
                    ? call
                            + ", a sleep of "
                            + (seconds == 0 ? "less than a second" : seconds + " s")
                    : call + ", a sleep without end";
        }
    }

    /** Nobody: it is on a CPU, or ready for one. */
    record Running() implements Wait {
        @Override
        public String text() {
            return "nothing: it runs";
        }
    }

    /**
     * Somebody who lets it run again, whatever it waited for before.
     *
     * @param means what keeps it
     * @param by the process that traces it; 0 where none does, or that is not to be seen
     * @param name that process's name, or the group of the freezer; empty if not known
     */
    record Stopped(Means means, int by, String name) implements Wait {
        /** By SIGSTOP, or a terminal's suspend. */
        public static final Stopped BY_SIGNAL = new Stopped(Means.SIGNAL, 0, "");

        /** What can keep a thread from running. */
        public enum Means {
            /** SIGSTOP, SIGTSTP and their like: SIGCONT ends it. */
            SIGNAL,
            /** A debugger or a tracer: SIGCONT does not help. */
            TRACER,
            /** The freezer of a control group, as docker pause uses it: no signal helps. */
            FREEZER
        }

        @Override
        public String text() {
            return switch (means) {
                case SIGNAL -> "a SIGCONT: it is stopped";
                case TRACER -> "its tracer, " + tracer() + ", which keeps it stopped";
                case FREEZER ->
                        "its control group"
                                + (name.isEmpty() ? "" : ", " + name)
                                + ", to be thawed";
            };
        }

        /**
         * What it is, of a process.
         *
         * @return a clause without its subject, such as {@code is stopped}
         */
        public String state() {
            return switch (means) {
                case SIGNAL -> "is stopped by a signal";
                case TRACER -> "is stopped by " + tracer() + ", which traces it";
                case FREEZER ->
                        "is frozen by its control group" + (name.isEmpty() ? "" : ", " + name);
            };
        }

        private String tracer() {
            return by == 0 ? "a debugger" : name + " (" + by + ")";
        }
    }

    /**
     * A device, a disk or a file system, in a sleep that no signal ends.
     *
     * @param function the kernel function it sleeps in; empty where that is not to be seen
     */
    record Device(String function) implements Wait {
        @Override
        public String text() {
            return "an uninterruptible sleep"
                    + (function.isEmpty() ? "" : " in the kernel's " + function)
                    + ": a disk, a file system or another device";
        }
    }

    /**
     * Something from outside: a terminal, a connection, a signal, a disk.
     *
     * @param text what
     */
    record Outside(String text) implements Wait {}

    /**
     * Not known.
     *
     * @param reason why not, a sentence
     */
    record Unknown(String reason) implements Wait {
        @Override
        public String text() {
            return "unknown: " + reason;
        }
    }
}
