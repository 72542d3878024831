/*
 * tree DIRECTORY: a family that is hard to end. Each of its processes writes its pid into a file
 * of DIRECTORY that is named after what it did, ignores SIGTERM, and sleeps:
 *
 *   leader   the program itself
 *   child    forked
 *   job      forked, in a process group of its own (setpgid), as a job of a shell
 *   session  forked, in a session of its own (setsid)
 *   daemon   forked twice and in a session of its own: its parent is gone
 *   bare     as daemon, and its environment is empty
 *
 * Prints "ready" when all of them sleep.
 */
#define _GNU_SOURCE
#include "util.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#define USAGE "DIRECTORY\n" \
	"Starts processes that leave their group, their session and their parent, and ignore\n" \
	"SIGTERM; each writes its pid into a file of DIRECTORY."

extern char **environ;

static int ready[2];

/* Under another name first, so that the file is there with its number or not at all. */
static void report(const char *directory, const char *name)
{
	char part[PATH_MAX], whole[PATH_MAX], pid[16];
	int length = snprintf(pid, sizeof(pid), "%d", (int)getpid());
	int fd;

	snprintf(part, sizeof(part), "%s/%s.part", directory, name);
	snprintf(whole, sizeof(whole), "%s/%s", directory, name);
	fd = open(part, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		die("open '%s'", part);
	write_all(fd, pid, (size_t)length);
	close(fd);
	if (rename(part, whole) < 0)
		die("rename '%s'", part);
	write_all(ready[1], "", 1);
}

static _Noreturn void sleep_for_ever(void)
{
	for (;;)
		pause();
}

static pid_t forked(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	return pid;
}

/* The second half of `bare`, after an exec that leaves it no environment. */
static _Noreturn void bare(char **argv)
{
	ready[1] = STDIN_FILENO;
	report(argv[2], "bare");
	close(STDIN_FILENO);
	sleep_for_ever();
}

static void start(const char *name, const char *self, char *directory)
{
	int twice = strcmp(name, "daemon") == 0 || strcmp(name, "bare") == 0;
	pid_t pid = forked();

	if (pid > 0) {
		if (twice && waitpid(pid, NULL, 0) < 0)
			die("waitpid");
		return;
	}
	if (strcmp(name, "job") == 0 && setpgid(0, 0) < 0)
		die("setpgid");
	if ((twice || strcmp(name, "session") == 0) && setsid() < 0)
		die("setsid");
	if (twice && forked() > 0)
		_exit(0);
	if (strcmp(name, "bare") == 0) {
		char *argv[] = { "tree", "--bare", directory, NULL };
		char *nothing[] = { NULL };

		if (dup2(ready[1], STDIN_FILENO) < 0)
			die("dup2");
		execve(self, argv, nothing);
		die("execve '%s'", self);
	}
	report(directory, name);
	sleep_for_ever();
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "child", "job", "session", "daemon", "bare" };
	char byte;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc == 3 && strcmp(argv[1], "--bare") == 0)
		bare(argv);
	if (argc != 2)
		usage(USAGE, EXIT_USAGE);
	signal(SIGTERM, SIG_IGN);
	if (pipe2(ready, O_CLOEXEC) < 0)
		die("pipe2");
	report(argv[1], "leader");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		start(names[i], "/proc/self/exe", argv[1]);
	for (size_t i = 0; i < 1 + sizeof(names) / sizeof(names[0]); i++)
		if (read(ready[0], &byte, 1) != 1)
			die("read");
	write_all(STDOUT_FILENO, "ready\n", 6);
	sleep_for_ever();
}
