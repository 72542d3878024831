package dev.penstock.internal.procfs;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The system calls that tasks are found asleep in, with their numbers: the first is x86_64's
 * (arch/x86/entry/syscalls/syscall_64.tbl), the second aarch64's
 * (include/uapi/asm-generic/unistd.h), −1 where it has none. A test compares them with the headers.
 *
 * <p>The numbers are those of 64-bit programs. {@code /proc} does not say that a task is a 32-bit
 * one, whose table is another.
 */
public enum Syscall {
    /** read(2). */
    READ(0, 63, Descriptors.readFrom(0)),
    /** write(2). */
    WRITE(1, 64, Descriptors.writeTo(0, 2)),
    /** open(2), asleep for a FIFO's partner. */
    OPEN(2, -1),
    /** poll(2). */
    POLL(7, -1),
    /** readv(2). */
    READV(19, 65, Descriptors.readFrom(0)),
    /** writev(2). */
    WRITEV(20, 66, Descriptors.writeTo(0, -1)),
    /** select(2). */
    SELECT(23, -1),
    /** pause(2). */
    PAUSE(34, -1),
    /** nanosleep(2). */
    NANOSLEEP(35, 101),
    /** sendfile(2). */
    SENDFILE(40, 71, Descriptors.writeTo(0, 3)),
    /** connect(2). */
    CONNECT(42, 203),
    /** accept(2). */
    ACCEPT(43, 202),
    /** sendto(2). */
    SENDTO(44, 206, Descriptors.writeTo(0, 2)),
    /** recvfrom(2). */
    RECVFROM(45, 207, Descriptors.readFrom(0)),
    /** sendmsg(2). */
    SENDMSG(46, 211, Descriptors.writeTo(0, -1)),
    /** recvmsg(2). */
    RECVMSG(47, 212, Descriptors.readFrom(0)),
    /** wait4(2), which waitpid(3) is made of. */
    WAIT4(61, 260),
    /** fcntl(2), asleep for a lock. */
    FCNTL(72, 25),
    /** flock(2). */
    FLOCK(73, 32),
    /** sigtimedwait(2). */
    RT_SIGTIMEDWAIT(128, 137),
    /** sigsuspend(2). */
    RT_SIGSUSPEND(130, 133),
    /** futex(2). */
    FUTEX(202, 98),
    /** clock_nanosleep(2). */
    CLOCK_NANOSLEEP(230, 115),
    /** epoll_wait(2). */
    EPOLL_WAIT(232, -1),
    /** waitid(2). */
    WAITID(247, 95),
    /** openat(2), asleep for the other end of a FIFO. */
    OPENAT(257, 56),
    /** pselect(2). */
    PSELECT6(270, 72),
    /** ppoll(2). */
    PPOLL(271, 73),
    /** splice(2): out of its first descriptor, into its third argument. */
    SPLICE(275, 76, new Descriptors(0, 2, 4)),
    /** tee(2): out of its first descriptor, into its second. */
    TEE(276, 77, new Descriptors(0, 1, 2)),
    /** vmsplice(2), the writing way. */
    VMSPLICE(278, 75, Descriptors.writeTo(0, -1)),
    /**
     * restart_syscall(2): a call with a time limit that a signal interrupted, and SIGCONT ended.
     */
    RESTART_SYSCALL(219, 128),
    /** epoll_pwait(2). */
    EPOLL_PWAIT(281, 22),
    /** accept4(2). */
    ACCEPT4(288, 242),
    /** preadv2(2). */
    PREADV2(327, 286, Descriptors.readFrom(0)),
    /** pwritev2(2). */
    PWRITEV2(328, 287, Descriptors.writeTo(0, -1)),
    /** io_uring_enter(2). */
    IO_URING_ENTER(426, 426),
    /** epoll_pwait2(2). */
    EPOLL_PWAIT2(441, 441),
    /** futex_waitv(2). */
    FUTEX_WAITV(449, 449);

    /**
     * Which argument is the descriptor read from, the one written to, the byte count; −1 for none.
     */
    private record Descriptors(int from, int to, int count) {
        static final Descriptors NONE = new Descriptors(-1, -1, -1);

        static Descriptors readFrom(int argument) {
            return new Descriptors(argument, -1, -1);
        }

        static Descriptors writeTo(int argument, int count) {
            return new Descriptors(-1, argument, count);
        }
    }

    private final int x86;
    private final int arm;
    private final Descriptors descriptors;

    Syscall(int x86, int arm) {
        this(x86, arm, Descriptors.NONE);
    }

    Syscall(int x86, int arm, Descriptors descriptors) {
        this.x86 = x86;
        this.arm = arm;
        this.descriptors = descriptors;
    }

    /**
     * The call of that number.
     *
     * @param architecture whose table
     * @param number as {@code /proc/PID/syscall} gives it
     * @return empty for a number that is not in the list here
     */
    public static Optional<Syscall> of(Architecture architecture, int number) {
        for (Syscall call : values()) {
            if (call.number(architecture).equals(OptionalInt.of(number))) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /**
     * The call's number.
     *
     * @param architecture whose table
     * @return empty where that architecture has no such call
     */
    public OptionalInt number(Architecture architecture) {
        int number = architecture == Architecture.X86_64 ? x86 : arm;
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /**
     * The descriptor that a task in this call reads from.
     *
     * @param arguments of {@link TaskSyscall.Inside}
     * @return empty if the call is not a read
     */
    public OptionalInt readsFrom(List<Long> arguments) {
        return descriptor(descriptors.from(), arguments);
    }

    /**
     * The descriptor that a task in this call writes to.
     *
     * @param arguments of {@link TaskSyscall.Inside}
     * @return empty if the call is not a write
     */
    public OptionalInt writesTo(List<Long> arguments) {
        return descriptor(descriptors.to(), arguments);
    }

    /**
     * How many bytes the call was asked to move.
     *
     * @param arguments of {@link TaskSyscall.Inside}
     * @return empty where the arguments do not say, as those of writev(2)
     */
    public OptionalLong count(List<Long> arguments) {
        return descriptors.count() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(arguments.get(descriptors.count()));
    }

    /**
     * The name as in the manual.
     *
     * @return for example {@code epoll_wait}
     */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static OptionalInt descriptor(int index, List<Long> arguments) {
        // The kernel looks at the lower 32 bits of the register only; the upper ones may hold
        // anything.
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(arguments.get(index).intValue());
    }
}
