/*
 * nopidfd CMD ARG...: runs CMD where pidfd_open(2) fails with ENOSYS, as on Linux before 5.3
 * and under the seccomp profiles of older container engines.
 */
#define _GNU_SOURCE
#include "util.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define USAGE "CMD [ARG...]\nRuns CMD with a pidfd_open(2) that fails with ENOSYS."

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "nopidfd knows x86_64 and aarch64 only"
#endif

/* Numbers mean something else under another architecture, so those calls pass untouched. */
static struct sock_filter filter[] = {
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 0, 3),
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

int main(int argc, char **argv)
{
	struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(filter[0]),
		.filter = filter,
	};

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 2)
		usage(USAGE, EXIT_USAGE);
	/* Without it, only root may install a filter. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		die("prctl PR_SET_NO_NEW_PRIVS");
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		die("prctl PR_SET_SECCOMP");

	execvp(argv[1], argv + 1);
	fprintf(stderr, "nopidfd: cannot run '%s': %s\n", argv[1], strerror(errno));
	return errno == ENOENT ? 127 : 126;
}
