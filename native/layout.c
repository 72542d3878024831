/*
 * layout: what this machine's C says of every size, offset and constant that dev.penstock.internal.sys
 * writes down, one "name value" a line. The tests compare the two.
 */
#define _GNU_SOURCE
#include "util.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#ifndef MFD_EXEC /* linux/memfd.h, from Linux 6.3 */
#define MFD_EXEC 0x0010U
#endif

#define SIZE(name, type) { "sizeof." name, sizeof(type) }
#define OFFSET(name, type, field) { "offsetof." name "." #field, offsetof(type, field) }
#define CONST(name) { #name, name }

struct entry {
	const char *name;
	long value;
};

int main(int argc, char **argv)
{
	/* Not static: SIGRTMIN is a function call. */
	const struct entry table[] = {
		SIZE("long", long),
		SIZE("pointer", void *),
		SIZE("sigset_t", sigset_t),
		SIZE("sigaction", struct sigaction),
		/* Spelt out: the handler's field is a macro, and would be expanded before it is named. */
		{ "offsetof.sigaction.sa_handler", offsetof(struct sigaction, sa_handler) },
		OFFSET("sigaction", struct sigaction, sa_mask),
		OFFSET("sigaction", struct sigaction, sa_flags),
		CONST(SA_NOCLDWAIT), { "SIG_DFL", (long)SIG_DFL }, { "SIG_IGN", (long)SIG_IGN },
		SIZE("posix_spawn_file_actions_t", posix_spawn_file_actions_t),
		SIZE("posix_spawnattr_t", posix_spawnattr_t),

		SIZE("epoll_event", struct epoll_event),
		OFFSET("epoll_event", struct epoll_event, events),
		OFFSET("epoll_event", struct epoll_event, data),

		SIZE("siginfo_t", siginfo_t),
		OFFSET("siginfo_t", siginfo_t, si_signo),
		OFFSET("siginfo_t", siginfo_t, si_errno),
		OFFSET("siginfo_t", siginfo_t, si_code),
		/* Spelt out: these fields are macros, and would be expanded before they are named. */
		{ "offsetof.siginfo_t.si_pid", offsetof(siginfo_t, si_pid) },
		{ "offsetof.siginfo_t.si_uid", offsetof(siginfo_t, si_uid) },
		{ "offsetof.siginfo_t.si_status", offsetof(siginfo_t, si_status) },

		SIZE("iovec", struct iovec),
		OFFSET("iovec", struct iovec, iov_base),
		OFFSET("iovec", struct iovec, iov_len),

		SIZE("pollfd", struct pollfd),
		OFFSET("pollfd", struct pollfd, fd),
		OFFSET("pollfd", struct pollfd, events),
		OFFSET("pollfd", struct pollfd, revents),

		SIZE("rusage", struct rusage),
		OFFSET("rusage", struct rusage, ru_utime),
		OFFSET("rusage", struct rusage, ru_stime),
		OFFSET("rusage", struct rusage, ru_maxrss),
		OFFSET("rusage", struct rusage, ru_minflt),
		OFFSET("rusage", struct rusage, ru_majflt),
		CONST(RUSAGE_SELF),

		CONST(O_RDONLY), CONST(O_WRONLY), CONST(O_RDWR), CONST(O_CREAT), CONST(O_TRUNC),
		CONST(O_APPEND), CONST(O_NONBLOCK), CONST(O_CLOEXEC), CONST(O_NOCTTY),
		CONST(O_PATH), CONST(O_EXCL),

		CONST(F_DUPFD), CONST(F_DUPFD_CLOEXEC), CONST(F_GETFD), CONST(F_SETFD),
		CONST(F_GETFL), CONST(F_SETFL), CONST(F_SETPIPE_SZ), CONST(F_GETPIPE_SZ),
		CONST(F_ADD_SEALS), CONST(F_SEAL_SEAL), CONST(F_SEAL_SHRINK), CONST(F_SEAL_GROW),
		CONST(F_SEAL_WRITE), CONST(MFD_CLOEXEC), CONST(MFD_ALLOW_SEALING), CONST(MFD_EXEC),
		CONST(FD_CLOEXEC), CONST(PIPE_BUF), CONST(IOV_MAX),

		CONST(FIONREAD), CONST(TIOCGWINSZ), CONST(TIOCSWINSZ), CONST(TCGETS), CONST(TCSETS),
		CONST(TIOCGPTN), CONST(TIOCSPTLCK), CONST(TIOCGPTPEER),

		CONST(EPOLL_CLOEXEC), CONST(EPOLL_CTL_ADD), CONST(EPOLL_CTL_DEL),
		CONST(EPOLL_CTL_MOD), CONST(EPOLLIN), CONST(EPOLLOUT), CONST(EPOLLERR),
		CONST(EPOLLHUP), CONST(EPOLLRDHUP), CONST(EPOLLPRI), CONST(EPOLLET),
		CONST(EPOLLONESHOT), CONST(EPOLLEXCLUSIVE),

		CONST(POLLIN), CONST(POLLOUT), CONST(POLLERR), CONST(POLLHUP), CONST(POLLNVAL),

		CONST(AF_UNIX), CONST(AF_NETLINK), CONST(SOCK_STREAM), CONST(SOCK_RAW), CONST(NETLINK_SOCK_DIAG),
		CONST(SOCK_DIAG_BY_FAMILY), CONST(NLMSG_ERROR), CONST(NLMSG_DONE),
		CONST(NLM_F_REQUEST), CONST(NLM_F_DUMP), CONST(UDIAG_SHOW_PEER),
		CONST(UDIAG_SHOW_RQLEN), CONST(UNIX_DIAG_PEER), CONST(UNIX_DIAG_RQLEN),
		SIZE("nlmsghdr", struct nlmsghdr),
		SIZE("unix_diag_req", struct unix_diag_req),
		SIZE("unix_diag_msg", struct unix_diag_msg),
		OFFSET("unix_diag_msg", struct unix_diag_msg, udiag_type),
		OFFSET("unix_diag_msg", struct unix_diag_msg, udiag_ino),
		SIZE("rtattr", struct rtattr),

		CONST(EFD_CLOEXEC), CONST(EFD_NONBLOCK),

		CONST(SPLICE_F_MOVE), CONST(SPLICE_F_NONBLOCK), CONST(SPLICE_F_MORE),

		CONST(MSG_PEEK), CONST(MSG_DONTWAIT), CONST(MSG_NOSIGNAL),
		CONST(RLIMIT_CPU), CONST(RLIMIT_FSIZE), CONST(RLIMIT_DATA), CONST(RLIMIT_STACK),
		CONST(RLIMIT_CORE), CONST(RLIMIT_RSS), CONST(RLIMIT_NPROC), CONST(RLIMIT_NOFILE),
		CONST(RLIMIT_MEMLOCK), CONST(RLIMIT_AS), CONST(RLIMIT_LOCKS), CONST(RLIMIT_SIGPENDING),
		CONST(RLIMIT_MSGQUEUE), CONST(RLIMIT_NICE), CONST(RLIMIT_RTPRIO), CONST(RLIMIT_RTTIME),
		CONST(RLIM_INFINITY),
		CONST(PR_SET_CHILD_SUBREAPER), CONST(PR_GET_CHILD_SUBREAPER),

		CONST(P_PID), CONST(P_PIDFD), CONST(WEXITED), CONST(WSTOPPED), CONST(WNOHANG),
		CONST(WNOWAIT), CONST(CLD_EXITED), CONST(CLD_KILLED), CONST(CLD_DUMPED),

		CONST(POSIX_SPAWN_SETSIGDEF), CONST(POSIX_SPAWN_SETSIGMASK),
		CONST(POSIX_SPAWN_SETPGROUP), CONST(POSIX_SPAWN_SETSID),
		CONST(POSIX_SPAWN_USEVFORK), CONST(SIG_BLOCK), CONST(SIG_SETMASK),

		CONST(SIGHUP), CONST(SIGINT), CONST(SIGQUIT), CONST(SIGILL), CONST(SIGTRAP),
		CONST(SIGABRT), CONST(SIGBUS), CONST(SIGFPE), CONST(SIGKILL), CONST(SIGUSR1),
		CONST(SIGSEGV), CONST(SIGUSR2), CONST(SIGPIPE), CONST(SIGALRM), CONST(SIGTERM),
		CONST(SIGSTKFLT), CONST(SIGCHLD), CONST(SIGCONT), CONST(SIGSTOP), CONST(SIGTSTP),
		CONST(SIGTTIN), CONST(SIGTTOU), CONST(SIGURG), CONST(SIGXCPU), CONST(SIGXFSZ),
		CONST(SIGVTALRM), CONST(SIGPROF), CONST(SIGWINCH), CONST(SIGIO), CONST(SIGPWR),
		CONST(SIGSYS), CONST(SIGRTMIN), CONST(SIGRTMAX),

		CONST(EPERM), CONST(ENOENT), CONST(ESRCH), CONST(EINTR), CONST(EIO), CONST(ENXIO),
		CONST(E2BIG), CONST(ENOEXEC), CONST(EBADF), CONST(ECHILD), CONST(EAGAIN),
		CONST(ENOMEM), CONST(EACCES), CONST(EFAULT), CONST(EBUSY), CONST(EEXIST),
		CONST(EXDEV), CONST(ENODEV), CONST(ENOTDIR), CONST(EISDIR), CONST(EINVAL),
		CONST(ENFILE), CONST(EMFILE), CONST(ENOTTY), CONST(ETXTBSY), CONST(EFBIG), CONST(ENOSPC),
		CONST(ESPIPE), CONST(EROFS), CONST(EPIPE), CONST(ENAMETOOLONG), CONST(ENOSYS),
		CONST(ELOOP), CONST(EOPNOTSUPP), CONST(ETIMEDOUT), CONST(ECANCELED),
		CONST(ECONNRESET), CONST(EDQUOT),

		CONST(SYS_pidfd_open), CONST(SYS_pidfd_send_signal), CONST(SYS_pidfd_getfd), CONST(SYS_waitid),
		CONST(SYS_close_range), CONST(SYS_tee), CONST(SYS_splice),
	};

	if (argc > 1)
		usage("\nPrints sizes, offsets and constants as C has them, one a line.",
		      asks_for_help(argc, argv) ? 0 : EXIT_USAGE);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		printf("%s %ld\n", table[i].name, table[i].value);
	if (fflush(stdout) == EOF)
		die("write to fd 1");
	return 0;
}
