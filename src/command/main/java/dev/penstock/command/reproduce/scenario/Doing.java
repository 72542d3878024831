package dev.penstock.command.reproduce.scenario;

import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import java.util.List;
import java.util.Locale;

/**
 * What a process of a case is doing once the case stands, told from the kernel function that one of
 * its threads sleeps in. Each has the names of several kernels.
 */
enum Doing {
    /** For bytes of a pipe. */
    READS,
    /** For room in a pipe. */
    WRITES,
    /** For a child, kernel/exit.c. */
    WAITS("do_wait"),
    /** For one of several descriptors, fs/eventpoll.c and fs/select.c. */
    POLLS(
            "do_epoll_wait",
            "ep_poll",
            "poll_schedule_timeout",
            "do_poll",
            "do_sys_poll",
            "do_select",
            "core_sys_select"),
    /**
     * For a signal, kernel/signal.c; on a machine without pause(2), as aarch64, the C library polls
     * nothing.
     */
    PAUSES(
            "do_sys_pause",
            "__do_sys_pause",
            "__se_sys_pause",
            "__x64_sys_pause",
            "sys_pause",
            "sigsuspend",
            "do_sigtimedwait",
            "poll_schedule_timeout",
            "do_poll",
            "do_sys_poll"),
    /** For a time, kernel/time/hrtimer.c. */
    SLEEPS("hrtimer_nanosleep", "do_nanosleep", "common_nsleep"),
    /** For a lock on a file, fs/locks.c. */
    LOCKS(
            "locks_lock_inode_wait",
            "flock_lock_inode_wait",
            "__do_sys_flock",
            "fcntl_setlk",
            "do_lock_file_wait"),
    /** For room in a socket, net/core/stream.c and net/core/sock.c. */
    SENDS(
            "sk_stream_wait_memory",
            "wait_woken",
            "sock_alloc_send_pskb",
            "sock_wait_for_wmem",
            "unix_wait_for_peer"),
    /** For bytes or a message from a socket, net/core/sock.c, net/core/datagram.c and net/unix. */
    RECEIVES(
            "wait_woken",
            "sk_wait_data",
            "__skb_wait_for_more_packets",
            "unix_stream_read_generic",
            "unix_stream_data_wait"),
    /** For a word of memory, kernel/futex and kernel/locking/rtmutex_api.c. */
    FUTEX(
            "futex_wait_queue",
            "futex_wait_queue_me",
            "futex_do_wait",
            "__futex_wait",
            "rt_mutex_wait_proxy_lock",
            "rt_mutex_slowlock_block",
            "__rt_mutex_slowlock_locked"),
    /** For room or a message in a message queue, ipc, or in an eventfd's counter, fs/eventfd.c. */
    QUEUES(
            "wq_sleep",
            "do_mq_timedsend",
            "do_mq_timedreceive",
            "do_msgsnd",
            "do_msgrcv",
            "eventfd_write",
            "do_wait_intr_irq",
            "eventfd_read"),
    /** For a child that vfork(2) made to execute a program, kernel/fork.c. */
    VFORKS("wait_for_vfork_done", "kernel_clone", "_do_fork"),
    /** For a caller, net/ipv4/inet_connection_sock.c. */
    ACCEPTS("inet_csk_accept", "inet_csk_wait_for_connect"),
    /** For a key to be pressed, drivers/tty/n_tty.c. */
    TTY("wait_woken", "n_tty_read", "n_tty_write"),
    /** For somebody to open the other end of a FIFO, fs/pipe.c. */
    OPENS("wait_for_partner", "fifo_open"),
    /** For SIGCONT. */
    STOPPED,
    /** For its tracer. */
    TRACED,
    /** Has a CPU, or waits for one. */
    RUNS,
    /** Whatever it does. */
    LIVES,
    /** Nothing any more, whether or not it has been reaped. */
    ENDED;

    private final List<String> functions;

    Doing(String... functions) {
        this.functions = List.of(functions);
    }

    static Doing of(String word) {
        for (Doing doing : values()) {
            if (doing.word().equals(word)) {
                return doing;
            }
        }
        throw new IllegalArgumentException("nothing known that a process does is '" + word + "'");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether one of the process's threads does it at this moment. */
    boolean isSeenIn(ProcFs proc, int pid) {
        if (this == ENDED) {
            return proc.stat(pid).known().map(TaskStat::ended).orElse(true);
        }
        for (int tid : proc.threads(pid).known().orElse(List.of())) {
            if (isSeenIn(proc, pid, tid)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSeenIn(ProcFs proc, int pid, int tid) {
        if (this == LIVES) {
            return true;
        }
        char state = proc.stat(pid, tid).known().map(TaskStat::state).orElse(' ');
        if (this == STOPPED || this == TRACED || this == RUNS) {
            return state == (this == STOPPED ? 'T' : this == TRACED ? 't' : 'R');
        }
        String function = function(proc.wchan(pid, tid).known().orElse(""));
        return switch (this) {
            case READS -> PipeWait.of(function) == PipeWait.BYTES;
            case WRITES -> PipeWait.of(function) == PipeWait.ROOM;
            default -> functions.contains(function);
        };
    }

    /** Without what a compiler appends to a function of which it made a variant: .constprop.0. */
    private static String function(String wchan) {
        int dot = wchan.indexOf('.');
        return dot < 0 ? wchan : wchan.substring(0, dot);
    }
}
