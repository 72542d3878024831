package dev.penstock.command.limits;

import static dev.penstock.command.limits.Limit.answer;
import static dev.penstock.command.limits.Limit.bytes;
import static dev.penstock.command.limits.Limit.count;
import static dev.penstock.command.limits.Limit.pages;
import static dev.penstock.command.limits.Limit.text;
import static dev.penstock.command.limits.Limit.unlimited;

import dev.penstock.internal.procfs.PageSize;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Known;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Libc;
import dev.penstock.pipe.Pipe;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Gathers what bounds pipes and children on this machine, for this user. */
final class Limits {
    private static final long MIB = 1 << 20;
    private static final Path PIPE = Path.of("/proc/sys/fs");
    private static final Path KERNEL = Path.of("/proc/sys/kernel");

    private final List<Limit> limits = new ArrayList<>();

    private Limits() {}

    /**
     * Looks, and tries what can only be tried.
     *
     * @throws IOException if not even a pipe can be made
     */
    static List<Limit> gather() throws IOException {
        Limits all = new Limits();
        all.machine();
        all.pipes();
        all.descriptors();
        all.processes();
        return List.copyOf(all.limits);
    }

    private void machine() {
        add(text("kernel", "kernel", KernelFile.text(KERNEL.resolve("osrelease")), ""));
        add(text("architecture", "architecture", known(System.getProperty("os.arch")), ""));
        add(
                text(
                        "jdk",
                        "JDK",
                        known(System.getProperty("java.version")),
                        System.getProperty("java.vm.vendor", "")));
    }

    private void pipes() throws IOException {
        long page = PageSize.get();
        add(bytes("page_size", "page size", known(page), "a slot of a pipe holds one at most"));
        long capacity = capacityOfANewPipe();
        add(
                bytes(
                        "pipe_capacity",
                        "new pipe",
                        known(capacity),
                        capacity / page + " slots; a child stalls when all are taken"));
        add(
                bytes(
                        "pipe_max_size",
                        "pipe-max-size",
                        KernelFile.number(PIPE.resolve("pipe-max-size")),
                        "as far as a pipe may grow without privilege"));
        Reading<Long> soft = KernelFile.number(PIPE.resolve("pipe-user-pages-soft"));
        add(
                pages(
                        "pipe_user_pages_soft",
                        "pipe-user-pages-soft",
                        soft,
                        "beyond, a new pipe gets two pages"));
        Reading<PipeQuota> quota = soft.map(pages -> new PipeQuota(pages, page));
        // Not the new pipe above, which is a small one already if this user is past the limit.
        quota("default_pipes", "… in new pipes", quota, 16 * page, "one more is small");
        quota("mib_pipes", "… in pipes of 1 MiB", quota, MIB, "growing one more fails with EPERM");
        add(
                pages(
                        "pipe_user_pages_hard",
                        "pipe-user-pages-hard",
                        KernelFile.number(PIPE.resolve("pipe-user-pages-hard")),
                        "beyond, pipe(2) fails with ENFILE"));
        Reading<Privilege> privilege = privilege();
        add(
                answer(
                        "pipe_limits_exempt",
                        "this process exempt",
                        privilege.map(Privilege::exempt),
                        privilege.known().map(Privilege::reason).orElse("")));
    }

    private void descriptors() {
        resource(
                "nofile",
                "open files",
                "Max open files",
                "a child with three pipes takes four, its pidfd included");
        add(
                count(
                        "epoll_watches",
                        "epoll max_user_watches",
                        KernelFile.number(PIPE.resolve("epoll/max_user_watches")),
                        "descriptors of this user in all epoll sets"));
    }

    private void processes() {
        resource(
                "nproc",
                "processes",
                "Max processes",
                "of this user, threads included; beyond, EAGAIN");
        add(
                count(
                        "pid_max",
                        "pid_max",
                        KernelFile.number(KERNEL.resolve("pid_max")),
                        "processes and threads at once"));
        add(
                count(
                        "threads_max",
                        "threads-max",
                        KernelFile.number(KERNEL.resolve("threads-max")),
                        "on the whole machine"));
        add(
                answer(
                        "pidfd",
                        "pidfd",
                        pidfd(),
                        "a child's exit comes through epoll; no signal goes astray"));
        ptrace();
    }

    private void ptrace() {
        Path file = KERNEL.resolve("yama/ptrace_scope");
        Reading<Long> scope = KernelFile.number(file);
        String open = "/proc/PID/syscall of the user's own is readable";
        if (scope instanceof Unknown<Long> unknown && unknown.why() == Why.GONE) {
            add(text("ptrace_scope", "ptrace scope", known("no Yama"), open));
            return;
        }
        String follows =
                switch (scope.known().orElse(-1L).intValue()) {
                    case 0 -> open;
                    case 1 -> "/proc/PID/syscall of descendants alone is readable";
                    case 2 -> "/proc/PID/syscall needs CAP_SYS_PTRACE";
                    default -> "/proc/PID/syscall is readable to nobody";
                };
        add(count("ptrace_scope", "ptrace scope", scope, follows));
    }

    private static long capacityOfANewPipe() throws IOException {
        try (Pipe pipe = Pipe.open()) {
            return pipe.reader().capacity();
        }
    }

    /** Opens one of this process, which always exists: what fails then is the call itself. */
    private static Reading<Boolean> pidfd() {
        Libc libc = Linux.libc();
        int opened = libc.pidfdOpen((int) ProcessHandle.current().pid(), 0);
        if (opened >= 0) {
            try (Fd owned = new Fd(opened)) {
                return known(owned.isOpen());
            } catch (IOException e) {
                return new Unknown<>(Why.UNTOLD, e.getMessage());
            }
        }
        return opened == -Errno.ENOSYS || opened == -Errno.EPERM
                ? known(false)
                : new Unknown<>(Why.UNTOLD, "pidfd_open: " + Errno.name(-opened));
    }

    private static Reading<Privilege> privilege() {
        return KernelFile.text(Path.of("/proc/self/status"))
                .map(status -> Privilege.of(status, userNamespace()));
    }

    /** A kernel without user namespaces has no such link, and none but the initial one. */
    private static String userNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/user")).toString();
        } catch (IOException none) {
            return Privilege.INITIAL_NAMESPACE;
        }
    }

    private void quota(
            String key, String label, Reading<PipeQuota> quota, long capacity, String follows) {
        boolean none = quota.known().map(PipeQuota::unlimited).orElse(false);
        add(
                none
                        ? unlimited(key, label, "")
                        : count(key, label, quota.map(q -> q.pipes(capacity)), follows));
    }

    private void resource(String key, String label, String name, String follows) {
        Reading<ResourceLimit> limit =
                KernelFile.text(Path.of("/proc/self/limits"))
                        .map(text -> ResourceLimit.parse(text, name));
        resource(key + "_soft", label + ", soft", limit, ResourceLimit::soft, follows);
        resource(
                key + "_hard",
                label + ", hard",
                limit,
                ResourceLimit::hard,
                "the soft one may be raised to it");
    }

    private void resource(
            String key,
            String label,
            Reading<ResourceLimit> limit,
            Function<ResourceLimit, Long> which,
            String follows) {
        Reading<Long> value = limit.map(which);
        add(
                value.equals(known(ResourceLimit.UNLIMITED))
                        ? unlimited(key, label, follows)
                        : count(key, label, value, follows));
    }

    private void add(Limit limit) {
        limits.add(limit);
    }

    private static <T> Reading<T> known(T value) {
        return new Known<>(value);
    }
}
