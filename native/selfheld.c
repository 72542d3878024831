/*
 * selfheld: a child that reads its input to the end, which never comes: it inherited the write
 * end of the very pipe that it reads, and only its parent closed that.
 */
#define _GNU_SOURCE
#include "util.h"

#include <sys/wait.h>

#define USAGE "\nA child reads a pipe to its end whose write end it holds itself; the parent has closed its own."

int main(int argc, char **argv)
{
	static const char all[] = "all there is\n";
	char buf[4096];
	int fds[2];
	pid_t pid;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc != 1)
		usage(USAGE, EXIT_USAGE);
	if (pipe(fds) < 0)
		die("pipe");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		role("child");
		while (read(fds[0], buf, sizeof(buf)) > 0)
			;
		_exit(0);
	}
	close(fds[0]);
	write_all(fds[1], all, sizeof(all) - 1);
	close(fds[1]);
	if (waitpid(pid, NULL, 0) < 0)
		die("waitpid %d", pid);
	return 0;
}
