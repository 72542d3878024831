/*
 * ring N: a deadlock of N processes. Each writes to the next one's pipe before it reads its own,
 * and more than a pipe holds.
 */
#define _GNU_SOURCE
#include "util.h"

#include <sys/wait.h>

#define USAGE "N\n" \
	"N processes in a ring, from 2 to 9, each writing 2 MiB to the next before it reads."

#define MOST 9
#define BYTES (2 * 1024 * 1024)

static int fds[MOST][2];

static _Noreturn void member(unsigned int i, unsigned int n)
{
	unsigned int next = (i + 1) % n;
	static char buf[4096];
	char name[] = "member0";

	name[sizeof(name) - 2] += (char)i;
	role(name);
	for (unsigned int other = 0; other < n; other++) {
		if (other != i)
			close(fds[other][0]);
		if (other != next)
			close(fds[other][1]);
	}
	for (unsigned int left = BYTES; left > 0; left -= sizeof(buf))
		write_all(fds[next][1], buf, sizeof(buf));
	close(fds[next][1]);
	while (read(fds[i][0], buf, sizeof(buf)) > 0)
		;
	_exit(0);
}

int main(int argc, char **argv)
{
	unsigned int n;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc != 2)
		usage(USAGE, EXIT_USAGE);
	n = (unsigned int)number("N", argv[1], 2, MOST);
	for (unsigned int i = 0; i < n; i++)
		if (pipe(fds[i]) < 0)
			die("pipe");
	for (unsigned int i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			die("fork");
		if (pid == 0)
			member(i, n);
	}
	for (unsigned int i = 0; i < n; i++) {
		close(fds[i][0]);
		close(fds[i][1]);
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
