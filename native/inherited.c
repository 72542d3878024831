/*
 * inherited: prints what this process was born with, one "key value" a line. A newline or
 * a backslash in an argument, a path or the environment is printed as \n or \\.
 */
#define _GNU_SOURCE
#include "util.h"

#include <dirent.h>
#include <signal.h>
#include <sys/syscall.h>

#define USAGE "[ARG...]\n" \
	"Prints its descriptors, signals, ids, directory, arguments and environment.\n" \
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

int main(int argc, char **argv)
{
	char *cwd;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	print_descriptors();
	print_signals();
	printf("pid %d\nppid %d\npgid %d\nsid %d\n", getpid(), getppid(), getpgrp(), getsid(0));
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
