package dev.penstock.process;

import dev.penstock.internal.sys.Rlimits;

/**
 * What setrlimit(2) limits. Each has a soft limit, which is enforced and which the child may move,
 * and a hard one, up to which it may.
 */
public enum Resource {
    /** Processor time, in seconds: SIGXCPU at the soft limit, SIGKILL at the hard one. */
    CPU(Rlimits.RLIMIT_CPU),
    /** The largest file that it may write, in bytes; SIGXFSZ beyond. */
    FSIZE(Rlimits.RLIMIT_FSIZE),
    /** Data segment, heap and private writable mappings, in bytes. */
    DATA(Rlimits.RLIMIT_DATA),
    /** The main thread's stack, in bytes; a quarter of it is what arguments may take. */
    STACK(Rlimits.RLIMIT_STACK),
    /** A core file, in bytes; 0 for none. */
    CORE(Rlimits.RLIMIT_CORE),
    /** Processes and threads of the child's <em>user</em>, whoever started them; not for root. */
    NPROC(Rlimits.RLIMIT_NPROC),
    /** One more than the highest descriptor number. */
    NOFILE(Rlimits.RLIMIT_NOFILE),
    /** Locked memory, in bytes. */
    MEMLOCK(Rlimits.RLIMIT_MEMLOCK),
    /** The address space, in bytes. */
    AS(Rlimits.RLIMIT_AS),
    /** Signals waiting for the child's user. */
    SIGPENDING(Rlimits.RLIMIT_SIGPENDING),
    /** Bytes in POSIX message queues of the child's user. */
    MSGQUEUE(Rlimits.RLIMIT_MSGQUEUE),
    /** The lowest nice value that it may give itself, as 20 minus that value. */
    NICE(Rlimits.RLIMIT_NICE),
    /** The highest real-time priority. */
    RTPRIO(Rlimits.RLIMIT_RTPRIO),
    /** Microseconds of real-time processor use without a blocking call. */
    RTTIME(Rlimits.RLIMIT_RTTIME);

    /** No limit. */
    public static final long UNLIMITED = Rlimits.RLIM_INFINITY;

    private final int number;

    Resource(int number) {
        this.number = number;
    }

    /** As setrlimit(2) takes it. */
    int number() {
        return number;
    }

    /** As setrlimit(2) names it. */
    String constant() {
        return "RLIMIT_" + name();
    }
}
