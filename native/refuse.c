/*
 * refuse CALL[=ERRNO]... -- CMD ARG...: runs CMD where these system calls fail, as on an old
 * kernel (ENOSYS, unless said otherwise) or under a seccomp profile (EPERM, mostly).
 */
#define _GNU_SOURCE
#include "util.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define USAGE \
	"CALL[=ERRNO]... -- CMD [ARG...]\n" \
	"Runs CMD with system calls that fail: with ENOSYS, or EPERM, EACCES, EINVAL."

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "refuse knows x86_64 and aarch64 only"
#endif

struct named {
	const char *name;
	int number;
};

#define CALL(name) { #name, SYS_##name }

static const struct named calls[] = {
	CALL(splice),	     CALL(waitid),	CALL(memfd_create),	CALL(pidfd_open),
	CALL(close_range),   CALL(eventfd2),	CALL(epoll_create1),	CALL(prctl),
	CALL(getrusage),     CALL(prlimit64),	CALL(pipe2),		CALL(setsid),
	CALL(setpgid),	     CALL(tee),
	{ "pidfd_send_signal", 424 },
};

static const struct named errors[] = {
	{ "ENOSYS", ENOSYS }, { "EPERM", EPERM }, { "EACCES", EACCES }, { "EINVAL", EINVAL },
};

static int find(const struct named *all, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			return all[i].number;
	fprintf(stderr, "refuse: '%s' is not known\n", name);
	exit(EXIT_USAGE);
}

#define FIND(all, name) find(all, sizeof(all) / sizeof(all[0]), name)

int main(int argc, char **argv)
{
	struct sock_filter filter[2 * 16 + 4];
	struct sock_fprog program = { .filter = filter };
	unsigned short n = 0;
	int i = 1;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	/* Numbers mean something else under another architecture, so those calls pass untouched. */
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						   offsetof(struct seccomp_data, arch));
	filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						   offsetof(struct seccomp_data, nr));
	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		char *error = strchr(argv[i], '=');
		int errnum = ENOSYS;

		if (error) {
			*error = '\0';
			errnum = FIND(errors, error + 1);
		}
		if (n + 3 > (int)(sizeof(filter) / sizeof(filter[0])))
			usage(USAGE, EXIT_USAGE);
		filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
							   FIND(calls, argv[i]), 0, 1);
		filter[n++] = (struct sock_filter)BPF_STMT(
			BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (errnum & SECCOMP_RET_DATA));
	}
	if (i < 2 || i + 1 >= argc)
		usage(USAGE, EXIT_USAGE);
	argv += i + 1;
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = n;

	/* Without it, only root may install a filter. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		die("prctl PR_SET_NO_NEW_PRIVS");
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		die("prctl PR_SET_SECCOMP");

	execvp(argv[0], argv);
	fprintf(stderr, "refuse: cannot run '%s': %s\n", argv[0], strerror(errno));
	return errno == ENOENT ? 127 : 126;
}
