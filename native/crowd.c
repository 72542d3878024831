/*
 * crowd PROCESSES DESCRIPTORS: that many idle processes which hold about that many descriptors
 * between them: pipes to each other, sockets and files, as on a busy machine. For measuring how
 * long it takes to look at them.
 */
#define _GNU_SOURCE
#include "util.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#define USAGE "PROCESSES DESCRIPTORS\n" \
	"Starts PROCESSES idle processes that hold about DESCRIPTORS descriptors between them, half\n" \
	"of them pipes, a quarter sockets, a quarter files; each sleeps in a read from a pipe.\n" \
	"Prints \"ready\" and waits for the end of its input, and then all end."

/* The parent's end is this one's: the kernel sees to it. */
static void member(int wait_for, int descriptors)
{
	char byte;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		die("prctl");
	for (int i = 3; i + 1 < descriptors; i += 2) {
		int pair[2];

		if (i % 4 == 1) {
			if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
				die("socketpair");
		} else if (i % 8 == 3) {
			if (open("/dev/null", O_RDWR) < 0 || open("/proc/self/stat", O_RDONLY) < 0)
				die("open");
		} else if (pipe(pair) < 0) {
			die("pipe");
		}
	}
	if (read(wait_for, &byte, 1) < 0)
		die("read");
	_exit(0);
}

int main(int argc, char **argv)
{
	int processes, descriptors;
	char byte;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc != 3)
		usage(USAGE, EXIT_USAGE);
	processes = (int)number("PROCESSES", argv[1], 1, 100000);
	descriptors = (int)number("DESCRIPTORS", argv[2], 1, 10000000);
	for (int i = 0; i < processes; i++) {
		int fds[2];
		pid_t pid;

		if (pipe2(fds, O_CLOEXEC) < 0)
			die("pipe");
		pid = fork();
		if (pid < 0)
			die("fork");
		if (pid == 0) {
			/* The write ends, its own and the others', are its parent's alone. */
			for (int fd = STDERR_FILENO + 1; fd <= fds[1]; fd++)
				if (fd != fds[0])
					close(fd);
			member(fds[0], descriptors / processes);
		}
		close(fds[0]);
	}
	if (puts("ready") == EOF || fflush(stdout) == EOF)
		die("write");
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	return 0;
}
