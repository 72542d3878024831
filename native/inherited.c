/*
 * inherited: prints what this process was born with, one "key value" a line. A newline or
 * a backslash in an argument, a path or the environment is printed as \n or \\.
 */
#define _GNU_SOURCE
#include "util.h"

#include <dirent.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define USAGE "[ARG...]\n" \
	"Prints its descriptors, signals, ids, privileges, limits, directory, arguments\n" \
	"and environment.\n" \
	"(A first argument of --help prints this instead.)"

#define SIGNALS 64 /* the kernel's _NSIG, on both machines; glibc's own is 65 */

extern char **environ;

static void print_text(const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			fputs("\\n", stdout);
		else if (*text == '\\')
			fputs("\\\\", stdout);
		else
			putchar(*text);
	}
	putchar('\n');
}

static int by_value(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static void print_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	struct dirent *entry;
	int *fds = NULL;
	size_t count = 0;

	if (!dir)
		die("/proc/self/fd");
	while (errno = 0, (entry = readdir(dir))) {
		int fd;

		if (entry->d_name[0] == '.')
			continue;
		fd = atoi(entry->d_name);
		if (fd == dirfd(dir))
			continue;
		fds = realloc(fds, (count + 1) * sizeof(*fds));
		if (!fds)
			die("a list of %zu descriptors", count + 1);
		fds[count++] = fd;
	}
	if (errno)
		die("readdir of /proc/self/fd");
	closedir(dir);

	if (count)
		qsort(fds, count, sizeof(*fds), by_value);
	for (size_t i = 0; i < count; i++) {
		char link[64], target[PATH_MAX];
		ssize_t n;

		snprintf(link, sizeof(link), "/proc/self/fd/%d", fds[i]);
		n = readlink(link, target, sizeof(target) - 1);
		if (n < 0)
			die("readlink %s", link);
		target[n] = '\0';
		printf("fd %d ", fds[i]);
		print_text(target);
	}
	free(fds);
}

/*
 * The two real-time signals that glibc keeps to itself are left out, as its sigaction does: its
 * posix_spawn has every child ignore them, whatever the parent said.
 */
static void print_signals(void)
{
	unsigned long mask = 0, ignored = 0;

	if (syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &mask, sizeof(mask)) < 0)
		die("rt_sigprocmask");
	for (int sig = 1; sig <= SIGNALS; sig++) {
		struct sigaction action;

		if (sigaction(sig, NULL, &action) < 0) {
			if (errno == EINVAL)
				continue;
			die("sigaction %d", sig);
		}
		if (action.sa_handler == SIG_IGN)
			ignored |= 1UL << (sig - 1);
	}
	printf("mask %016lx\n", mask);
	printf("ignored %016lx\n", ignored);
}

/* A line of a file below /proc/self, its field's colon and tab made one space. */
static void print_field(const char *file, const char *field)
{
	size_t length = strlen(field);
	char line[256];
	FILE *in = fopen(file, "re");

	if (!in)
		die("%s", file);
	while (fgets(line, sizeof(line), in))
		if (strncmp(line, field, length) == 0 && line[length] == ':')
			printf("%s %s", field, line + length + 2);
	fclose(in);
}

static void print_ids(void)
{
	uid_t uid[3];
	gid_t gid[3];
	gid_t *groups;
	int count = getgroups(0, NULL);

	if (count < 0 || getresuid(&uid[0], &uid[1], &uid[2]) || getresgid(&gid[0], &gid[1], &gid[2]))
		die("ids");
	printf("uid %u %u %u\ngid %u %u %u\n", uid[0], uid[1], uid[2], gid[0], gid[1], gid[2]);
	groups = calloc(count + 1, sizeof(*groups));
	if (!groups || getgroups(count, groups) != count)
		die("groups");
	printf("groups");
	for (int i = 0; i < count; i++)
		printf(" %u", groups[i]);
	putchar('\n');
	free(groups);
	print_field("/proc/self/status", "CapEff");
	print_field("/proc/self/status", "NoNewPrivs");
}

static void print_limit(const char *name, int resource)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit))
		die("getrlimit %s", name);
	printf("%s %lld %lld\n", name, (long long)limit.rlim_cur, (long long)limit.rlim_max);
}

static void print_limits(void)
{
	FILE *in = fopen("/proc/self/oom_score_adj", "re");
	int adjustment, death;
	mode_t mask = umask(0);

	umask(mask);
	if (!in || fscanf(in, "%d", &adjustment) != 1)
		die("/proc/self/oom_score_adj");
	fclose(in);
	if (prctl(PR_GET_PDEATHSIG, &death) < 0)
		die("prctl PR_GET_PDEATHSIG");
	printf("umask %04o\nnice %d\noom_score_adj %d\npdeathsig %d\n", mask,
	       getpriority(PRIO_PROCESS, 0), adjustment, death);
#define LIMIT(name) print_limit("RLIMIT_" #name, RLIMIT_##name)
	LIMIT(CPU), LIMIT(FSIZE), LIMIT(DATA), LIMIT(STACK), LIMIT(CORE), LIMIT(NPROC), LIMIT(NOFILE);
	LIMIT(MEMLOCK), LIMIT(AS), LIMIT(SIGPENDING), LIMIT(MSGQUEUE), LIMIT(NICE), LIMIT(RTPRIO);
	LIMIT(RTTIME);
}

int main(int argc, char **argv)
{
	char *cwd;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	print_descriptors();
	print_signals();
	printf("pid %d\nppid %d\npgid %d\nsid %d\n", getpid(), getppid(), getpgrp(), getsid(0));
	print_ids();
	print_limits();
	cwd = getcwd(NULL, 0);
	if (!cwd)
		die("getcwd");
	fputs("cwd ", stdout);
	print_text(cwd);
	free(cwd);
	printf("argc %d\n", argc);
	for (int i = 0; i < argc; i++) {
		printf("arg %d ", i);
		print_text(argv[i]);
	}
	for (char **env = environ; *env; env++) {
		fputs("env ", stdout);
		print_text(*env);
	}
	if (fflush(stdout) == EOF)
		die("write to fd 1");
	return 0;
}
