/*
 * penstock: the first program of the command. What `penstock run` can do without a JVM it does
 * itself; everything else is handed to scripts/build/start-jvm, words and environment as they came.
 *
 * A program and not a script, since a shell drops variables of the environment and sets others; and
 * freestanding, since nothing of a C library is of use here: it starts in the time of its own exec,
 * takes some pages of memory, and runs wherever the kernel does.
 */
#include "run.h"
#include <linux/close_range.h>
#include <linux/prctl.h>

FIRST_INSTRUCTION;

/* gcc calls these for copies of structures. */
__attribute__((used)) void *memset(void *to, int byte, word_t size)
{
	for (char *at = to; size; size--)
		*at++ = byte;
	return to;
}

__attribute__((used)) void *memcpy(void *to, const void *from, word_t size)
{
	const char *source = from;

	for (char *at = to; size; size--)
		*at++ = *source++;
	return to;
}

word_t now(void)
{
	struct timespec time;

	call(__NR_clock_gettime, 1 /* CLOCK_MONOTONIC */, (word_t)&time, 0, 0);
	return time.tv_sec * SECOND + time.tv_nsec;
}

static char *last_slash(char *path)
{
	char *last = 0;

	for (; *path; path++)
		if (*path == '/')
			last = path;
	return last;
}

/* PREFIX/bin/penstock, or native/build/penstock of a checkout. */
const char *installed(const char *in_checkout, const char *below_prefix)
{
	static char path[4096 + 64];
	long size = call(__NR_readlinkat, AT_FDCWD, (word_t) "/proc/self/exe", (word_t)path, 4096);
	char *folder;

	if (size <= 0)
		return 0;
	path[size] = 0;
	folder = last_slash(path);
	*folder = 0;
	folder = last_slash(path);
	if (!folder)
		return 0;
	if (same(folder, "/build")) {
		*folder = 0;
		folder = last_slash(path);
		put(folder + 1, in_checkout);
	} else {
		put(folder + 1, below_prefix);
	}
	return path;
}

__attribute__((noreturn)) static void hand_over(char **argv, char **environment)
{
	const char *program = installed("scripts/build/start-jvm", "lib/penstock/start-jvm");
	long error;

	if (!program) {
		say("cannot tell where penstock is installed: /proc is not there", (char *)0);
		leave(USAGE);
	}
	error = call(__NR_execve, (word_t)program, (word_t)argv, (word_t)environment, 0);
	say("cannot start '", program, "': ", error_name(-error), ": install Penstock again", (char *)0);
	leave(USAGE);
}

/*
 * Whatever else it holds would be held twice: the reader of a pipe that the command has closed
 * would wait for this process.
 */
void close_others(word_t first, word_t last)
{
	if (first > 3)
		call(__NR_close_range, 3, first - 1, 0, 0);
	/* Linux before 5.9 has no such call; the usual numbers must do. */
	if (call(__NR_close_range, last + 1, ~0u, 0, 0) == -ENOSYS)
		for (word_t fd = 3; fd < 1024; fd++)
			if (fd < first || fd > last)
				call(__NR_close, fd, 0, 0, 0);
}

void stand_aside(void)
{
	char folder[4096];
	long null = call(__NR_openat, AT_FDCWD, (word_t) "/dev/null", O_RDONLY, 0);

	if (null > 0) {
		call(__NR_dup3, null, 0, 0, 0);
		call(__NR_close, null, 0, 0, 0);
	}
	if (call(__NR_getcwd, (word_t)folder, sizeof(folder), 0, 0) < 0 || folder[0] != '/')
		call(__NR_chdir, (word_t) "/", 0, 0, 0);
}

static int run(const struct plan *plan, char **environment)
{
	struct before before = { .parent = call(__NR_getpid, 0, 0, 0, 0) };
	struct sigaction found = { 0 }, standard = { .sa_handler = SIG_DFL };
	word_t all = ~0ul;
	long child;
	int code;

	if (call(__NR_fcntl, 2, F_GETFD, 0, 0) < 0)
		error_fd = -1;
	if (plan->report)
		make_report(plan->report);
	remember_output(0, 1);
	remember_output(1, 2);
	spare_children();
	call(__NR_prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0);
	/* All are waited for, one by one: what is blocked is not even lost where it is ignored, or this is process 1. */
	call(__NR_rt_sigprocmask, SIG_SETMASK, (word_t)&all, (word_t)&before.mask, sizeof(word_t));
	call(__NR_rt_sigaction, SIGCHLD, 0, (word_t)&found, sizeof(word_t));
	before.child_signal_ignored = found.sa_handler == SIG_IGN;
	/* Else the kernel would forget how the command ended. */
	call(__NR_rt_sigaction, SIGCHLD, (word_t)&standard, 0, sizeof(word_t));

	code = start_passing(plan, environment, &before);
	if (code)
		return code;
	child = fork_process();
	if (child == 0)
		become(plan, environment, &before);
	if (child < 0) {
		say("cannot start '", plan->command[0], "': fork: ", error_name(-child), (char *)0);
		return FAILED;
	}
	if (plan->new_group && !plan->pty)
		call(__NR_setpgid, child, child, 0, 0);
	call(__NR_close, 0, 0, 0, 0);
	call(__NR_close, 1, 0, 0, 0);
	close_others(kept_for_passing(plan), kept_for_passing(plan));
	return wait_for(plan, environment, &before, child);
}

/* The stack as the kernel leaves it: argc, argv, a null, the environment, a null. */
__attribute__((noreturn, used)) void start(word_t *stack)
{
	char **argv = (char **)(stack + 1);
	char **environment = argv + stack[0] + 1;
	struct plan plan = { 0 };

	if (stack[0] < 2 || !same(argv[1], "run") || !read_plan(&plan, argv))
		hand_over(argv, environment);
	leave(run(&plan, environment));
}
