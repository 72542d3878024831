/*
 * launch: what posix_spawn(3) cannot do for a child, between its birth and its program.
 *
 *   launch 1 REPORT STEP... exec PATH FILE ARGV...
 *
 * The steps are done in the order given; each is one word and its arguments, below at `steps`. The
 * last becomes the program. The first that fails is reported on descriptor REPORT, as two ints of
 * this machine: the index in argv of the step's word, and the error number. REPORT is closed by a
 * successful exec, so that its reader sees end of file instead. REPORT + 1 is this program's own
 * file, which is closed first.
 *
 * After the step "ready", which reports two zeros, nobody waits any longer: what fails then is told
 * as a shell tells it, by a line on descriptor 2 and exit code 126, or 127 for what is not there.
 *
 * Freestanding and static: no C library, no allocation, no signal touched; it runs wherever the
 * kernel does. dev.penstock.internal.spawn.LaunchPlan writes the arguments.
 */
#include "bare.h"
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/errno.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <asm/ioctls.h>

#define VERSION 1
#define EXIT_FAILED 127
#define GROUPS_MAX 65536 /* the kernel's NGROUPS_MAX */
#define FILE_MAX 4096 /* its PATH_MAX */
#define X_OK 1
#define BUSY_TRIES 7 /* 1 + 2 + 4 ... milliseconds: 127 in all */

FIRST_INSTRUCTION;

/* An optional minus and digits; whoever wrote the plan has seen to the range. */
static long number(const char *text)
{
	int minus = *text == '-';
	word_t value = 0;

	for (text += minus; *text; text++)
		value = value * 10 + (*text - '0');
	return minus ? -value : value;
}

/* write FILE TEXT: for the files of /proc and of cgroups, which take it in one write or not. */
static long step_write(char **word)
{
	long fd = call(__NR_openat, AT_FDCWD, (word_t)word[0], O_WRONLY | O_CLOEXEC, 0);
	long result;

	if (fd < 0)
		return fd;
	result = call(__NR_write, fd, (word_t)word[1], length(word[1]), 0);
	call(__NR_close, fd, 0, 0, 0);
	return result;
}

/* terminal: standard input's terminal becomes the session's. */
static long step_terminal(char **word)
{
	(void)word;
	return call(__NR_ioctl, 0, TIOCSCTTY, 0, 0);
}

static long step_nice(char **word)
{
	return call(__NR_setpriority, PRIO_PROCESS, 0, number(word[0]), 0);
}

/* rlimit RESOURCE SOFT HARD: a HARD of "keep" leaves it as it is. */
static long step_rlimit(char **word)
{
	word_t resource = number(word[0]);
	struct rlimit64 limit;
	long result;

	result = call(__NR_prlimit64, 0, resource, 0, (word_t)&limit);
	if (result < 0)
		return result;
	limit.rlim_cur = number(word[1]);
	if (!same(word[2], "keep"))
		limit.rlim_max = number(word[2]);
	return call(__NR_prlimit64, 0, resource, (word_t)&limit, 0);
}

static long step_umask(char **word)
{
	return call(__NR_umask, number(word[0]), 0, 0, 0);
}

/* groups GID,GID,...: the supplementary ones; "" for none. */
static long step_groups(char **word)
{
	static unsigned int groups[GROUPS_MAX];
	const char *text = word[0];
	word_t count = 0;

	while (*text) {
		word_t value = 0;

		for (; *text && *text != ','; text++)
			value = value * 10 + (*text - '0');
		if (count == GROUPS_MAX)
			return -EINVAL;
		groups[count++] = value;
		text += *text == ',';
	}
	return call(__NR_setgroups, count, (word_t)groups, 0, 0);
}

static long step_gid(char **word)
{
	word_t id = number(word[0]);

	return call(__NR_setresgid, id, id, id, 0);
}

static long step_uid(char **word)
{
	word_t id = number(word[0]);

	return call(__NR_setresuid, id, id, id, 0);
}

static long step_no_new_privs(char **word)
{
	(void)word;
	return call(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0);
}

/*
 * deathsig SIGNAL PARENT: asked for, and then looked whether the parent is still there: from one
 * that ended before, no signal comes.
 */
static long step_deathsig(char **word)
{
	word_t signal = number(word[0]);
	long result = call(__NR_prctl, PR_SET_PDEATHSIG, signal, 0, 0);

	if (result < 0)
		return result;
	if (call(__NR_getppid, 0, 0, 0, 0) == number(word[1]))
		return 0;
	call(__NR_kill, call(__NR_getpid, 0, 0, 0, 0), signal, 0, 0);
	call(__NR_exit_group, EXIT_FAILED, 0, 0, 0);
	__builtin_unreachable();
}

static long step_chdir(char **word)
{
	return call(__NR_chdir, (word_t)word[0], 0, 0, 0);
}

/* Whether nobody waits any longer. */
static int ready;
static long report_fd;

/*
 * open NUMBER FLAGS: descriptor NUMBER, 0 to 2, which names a file (O_PATH), becomes that file, open.
 * A FIFO waits here for its other side.
 */
static long step_open(char **word)
{
	char file[] = "/proc/self/fd/0";
	long to = number(word[0]);
	long fd, result;

	file[sizeof(file) - 2] += to;
	fd = call(__NR_openat, AT_FDCWD, (word_t)file, number(word[1]), 0);
	if (fd < 0)
		return fd;
	result = call(__NR_dup3, fd, to, 0, 0);
	call(__NR_close, fd, 0, 0, 0);
	return result;
}

/* copy FROM TO */
static long step_copy(char **word)
{
	return call(__NR_dup3, number(word[0]), number(word[1]), 0, 0);
}

/*
 * What is neither a binary nor has #! is the shell's, as execvp(3) has it: sh FILE ARGUMENT... The
 * word before ARGV is there to be overwritten, and is put back for the report of a failure.
 */
static long script(const char *file, char **argv, char **envp)
{
	static const char shell[] = "/bin/sh";
	char *before = argv[-1], *own_name = argv[0];

	argv[-1] = (char *)shell;
	argv[0] = (char *)file;
	call(__NR_execve, (word_t)shell, (word_t)(argv - 1), (word_t)envp, 0);
	argv[-1] = before;
	argv[0] = own_name;
	return -ENOEXEC;
}

/*
 * A file that is open for writing cannot be executed. Whoever has just written it may have closed
 * it, and another process, which was born meanwhile, hold a copy until its own exec.
 */
static long exec(const char *file, char **argv, char **envp)
{
	long result;

	for (int tries = 0;; tries++) {
		long time[2] = { 0, 1000000L << tries };

		result = call(__NR_execve, (word_t)file, (word_t)argv, (word_t)envp, 0);
		if (result == -ENOEXEC)
			return script(file, argv, envp);
		if (result != -ETXTBSY || tries == BUSY_TRIES)
			return result;
		call(__NR_nanosleep, (word_t)time, 0, 0, 0);
	}
}

/* Whether it may be executed, as far as can be told without doing it. */
static long executable(const char *file, char **argv, char **envp)
{
	long result = call(__NR_faccessat, AT_FDCWD, (word_t)file, X_OK, 0);
	long fd;

	(void)argv, (void)envp;
	if (result < 0)
		return result;
	fd = call(__NR_openat, AT_FDCWD, (word_t)file, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
	if (fd < 0)
		return 0;
	call(__NR_close, fd, 0, 0, 0);
	return -EACCES;
}

typedef long attempt(const char *file, char **argv, char **envp);

/*
 * Along PATH, as posix_spawnp(3): on past what is not there; a file that may not be executed is
 * remembered, in case that no other is found.
 */
static long along(const char *path, const char *name, attempt *try, char **argv, char **envp)
{
	static char file[FILE_MAX];
	word_t name_length = length(name);
	long result = -ENOENT;

	for (;;) {
		word_t n = 0;
		long error;

		while (path[n] && path[n] != ':')
			n++;
		if (n + 1 + name_length < sizeof(file)) {
			char *to = file;

			for (word_t i = 0; i < n; i++)
				*to++ = path[i];
			if (n)
				*to++ = '/';
			for (word_t i = 0; i <= name_length; i++)
				*to++ = name[i];
			error = try(file, argv, envp);
			if (error == -EACCES)
				result = error;
			else if (error != -ENOENT && error != -ENOTDIR && error != -ESTALE &&
				 error != -ENODEV && error != -ETIMEDOUT)
				return error;
		}
		if (!path[n])
			return result;
		path += n + 1;
	}
}

/* ready PATH FILE: the program can be executed; whoever waits need not wait for what follows. */
static long step_ready(char **word)
{
	int nothing[2] = { 0, 0 };
	long result = *word[0] ? along(word[0], word[1], executable, 0, 0) : executable(word[1], 0, 0);

	if (result < 0)
		return result;
	call(__NR_write, report_fd, (word_t)nothing, sizeof(nothing), 0);
	call(__NR_close, report_fd, 0, 0, 0);
	ready = 1;
	return 0;
}

static const struct step {
	const char *name;
	int words;
	long (*run)(char **word);
} steps[] = {
	{ "write", 2, step_write },	{ "terminal", 0, step_terminal },
	{ "nice", 1, step_nice },	{ "rlimit", 3, step_rlimit },
	{ "umask", 1, step_umask },	{ "groups", 1, step_groups },
	{ "gid", 1, step_gid },		{ "uid", 1, step_uid },
	{ "no_new_privs", 0, step_no_new_privs },
	{ "deathsig", 2, step_deathsig }, { "chdir", 1, step_chdir },
	{ "ready", 2, step_ready },	{ "open", 2, step_open },
	{ "copy", 2, step_copy },
};

static const struct step *find(const char *name)
{
	for (word_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (same(steps[i].name, name))
			return &steps[i];
	return 0;
}

static long run(char **argv, int argc, int *at, char **envp)
{
	const struct step *step;
	long result;

	if (number(argv[1]) != VERSION)
		return -EINVAL;
	for (*at = 3; *at < argc; *at += 1 + step->words) {
		if (same(argv[*at], "exec") && *at + 3 < argc) {
			const char *path = argv[*at + 1], *file = argv[*at + 2];

			return *path ? along(path, file, exec, argv + *at + 3, envp)
				     : exec(file, argv + *at + 3, envp);
		}
		step = find(argv[*at]);
		if (!step || *at + step->words >= argc)
			return -EINVAL;
		result = step->run(argv + *at + 1);
		if (result < 0)
			return result;
	}
	return -EINVAL;
}

static void say(const char *text)
{
	call(__NR_write, 2, (word_t)text, length(text), 0);
}

/* As a shell: on standard error, and by the exit code. */
static int complain(char **word, int error)
{
	char digits[] = "000\n";

	for (int i = 2, rest = error; i >= 0; i--, rest /= 10)
		digits[i] = '0' + rest % 10;
	say("penstock-launch: cannot ");
	say(word[0]);
	say(" ");
	say(same(word[0], "exec") ? word[2] : word[1]);
	say(": errno ");
	say(digits);
	return error == ENOENT ? EXIT_FAILED : EXIT_FAILED - 1;
}

/* The stack as the kernel leaves it: argc, argv, a null, envp, a null. */
__attribute__((noreturn, used)) void start(word_t *stack)
{
	int argc = stack[0];
	char **argv = (char **)(stack + 1);
	int report[2] = { 1, 0 };
	int code = EXIT_FAILED;

	if (argc > 3) {
		report_fd = number(argv[2]);
		call(__NR_close, report_fd + 1, 0, 0, 0);
		call(__NR_fcntl, report_fd, F_SETFD, FD_CLOEXEC, 0);
		report[1] = -run(argv, argc, &report[0], argv + argc + 1);
		if (ready)
			code = complain(argv + report[0], report[1]);
		else
			call(__NR_write, report_fd, (word_t)report, sizeof(report), 0);
	}
	call(__NR_exit_group, code, 0, 0, 0);
	__builtin_unreachable();
}
