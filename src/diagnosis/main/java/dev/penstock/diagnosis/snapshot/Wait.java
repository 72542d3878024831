package dev.penstock.diagnosis.snapshot;

import dev.penstock.internal.procfs.Reading;
import java.util.List;

/** What a thread waits for, and so who can wake it. */
public sealed interface Wait {
    /** How a pidfd is named in {@link Watched#file}: this, and the process's id. */
    String PIDFD = "pidfd of process ";

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
     * Room in a pipe: any reader can wake it.
     *
     * @param call write, splice …
     * @param fd the write end; −1 where only the kernel function is known and several would fit
     * @param file the pipe, as the descriptor's link names it
     * @param inferred the call is not known, and this is the only pipe of the process that fits
     */
    record Room(String call, int fd, String file, boolean inferred) implements Wait {
        @Override
        public String text() {
            return call + " to fd " + fd + ", a pipe that is full";
        }
    }

    /**
     * Bytes in a pipe, or the end of it: any writer can wake it, or all of them by closing.
     *
     * @param call read, splice …
     * @param fd the read end
     * @param file the pipe, as the descriptor's link names it
     * @param inferred the call is not known, and this is the only pipe of the process that fits
     */
    record Bytes(String call, int fd, String file, boolean inferred) implements Wait {
        @Override
        public String text() {
            return call + " from fd " + fd + ", a pipe that is empty";
        }
    }

    /**
     * Room in a socket: the peer, by reading.
     *
     * @param call write, sendmsg …
     * @param fd the socket
     * @param file as its link names it
     */
    record Send(String call, int fd, String file) implements Wait {
        @Override
        public String text() {
            return call + " to fd " + fd + ", a socket whose peer does not read";
        }
    }

    /**
     * Bytes in a socket: the peer, who may be on another machine.
     *
     * @param call read, recvmsg …
     * @param fd the socket
     * @param file as its link names it
     */
    record Receive(String call, int fd, String file) implements Wait {
        @Override
        public String text() {
            return call + " from fd " + fd + ", a socket";
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
    }

    /**
     * Whatever first happens to one of several descriptors.
     *
     * @param call epoll_wait, poll, select …
     * @param timed it also ends by itself
     * @param watched which, or why that is not known
     */
    record Events(String call, boolean timed, Reading<List<Watched>> watched) implements Wait {
        @Override
        public String text() {
            String on =
                    watched.known().isPresent()
                            ? " on " + watched.known().get().size() + " descriptors"
                            : "";
            return call + on + (timed ? ", with a timeout" : "");
        }
    }

    /**
     * A descriptor that is waited for along with others.
     *
     * @param fd its number
     * @param file as its link names it
     * @param reads for something to read
     * @param writes for room
     * @param edgeTriggered it is told of a change once, and sleeps on although it is ready
     */
    record Watched(int fd, String file, boolean reads, boolean writes, boolean edgeTriggered) {}

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
    }

    /** Something to do, handed over by another thread: the thread is idle in its pool. */
    record IdleWorker() implements Wait {
        @Override
        public String text() {
            return "a task: it is idle in its thread pool";
        }
    }

    /**
     * Somebody who opens the other end of a FIFO.
     *
     * @param file its path, as the caller sees it; empty where that is not to be seen
     * @param writes it is opened to write, and so waits for a reader
     */
    record Partner(String file, boolean writes) implements Wait {
        /** Where neither is to be seen. */
        static final Partner UNSEEN = new Partner("", false);

        @Override
        public String text() {
            return file.isEmpty()
                    ? "open of a FIFO, for somebody to open its other end"
                    : "open of FIFO "
                            + file
                            + (writes ? " to write" : " to read")
                            + ", for somebody to open its other end";
        }
    }

    /**
     * A lock on a file: who has it.
     *
     * @param call flock or fcntl
     * @param fd the file
     * @param file its path
     */
    record Lock(String call, int fd, String file) implements Wait {
        @Override
        public String text() {
            return call + " for a lock on fd " + fd + ", " + file;
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

        /**
         * Whether it will wake up.
         *
         * @return false for a sleep of more than a hundred years
         */
        public boolean ends() {
            return seconds < ENDLESS;
        }

        @Override
        public String text() {
            if (seconds < 0) {
                return call + ", a sleep that ends by itself";
            }
            return ends()
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

    /** Somebody who continues it: SIGSTOP, a terminal's suspend, a debugger. */
    record Stopped() implements Wait {
        @Override
        public String text() {
            return "a SIGCONT: it is stopped";
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
