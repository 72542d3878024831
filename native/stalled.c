/*
 * stalled: the classic deadlock, on purpose. The parent waits for its child to exit before
 * it reads the child's pipe; the child sleeps in write(2) as soon as the pipe is full.
 */
#define _GNU_SOURCE
#include "pattern.h"
#include "util.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#define USAGE "[-n BYTES] [-c CHUNK] [-t SECONDS]\n" \
	"A child writes BYTES (131072) to a pipe, CHUNK (4096) at a time; the parent waits\n" \
	"for the child's exit before it reads. After SECONDS (0: never) the parent gives up,\n" \
	"says how much lay in the pipe, and reads it, so that both end."

static volatile sig_atomic_t gave_up;

static void on_alarm(int sig)
{
	(void)sig;
	gave_up = 1;
	/* Again and again, in case this one came just before waitpid and woke nobody. */
	alarm(1);
}

static _Noreturn void child(int fd, unsigned long long left, size_t chunk)
{
	struct pattern pattern;
	char *buf = malloc(chunk);

	if (!buf)
		die("a buffer of %zu bytes", chunk);
	role("child");
	pattern_start(&pattern);
	while (left > 0) {
		if (left < chunk)
			chunk = left;
		pattern_fill(&pattern, buf, chunk);
		write_all(fd, buf, chunk);
		left -= chunk;
	}
	_exit(0);
}

static void read_to_end(int fd)
{
	static char buf[64 * 1024];
	ssize_t n;

	do {
		n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno != EINTR)
			die("read from fd %d", fd);
	} while (n != 0);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_alarm }; /* no SA_RESTART: it must end waitpid */
	unsigned long long bytes = 131072;
	size_t chunk = 4096;
	unsigned int seconds = 0;
	int fds[2], status, lay, opt;
	pid_t pid;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	while ((opt = getopt(argc, argv, "n:c:t:")) != -1) {
		if (opt == 'n')
			bytes = number("-n", optarg, 0, ULLONG_MAX);
		else if (opt == 'c')
			chunk = number("-c", optarg, 1, SSIZE_MAX);
		else if (opt == 't')
			seconds = (unsigned int)number("-t", optarg, 0, INT_MAX);
		else
			usage(USAGE, EXIT_USAGE);
	}
	if (optind != argc)
		usage(USAGE, EXIT_USAGE);

	if (pipe(fds) < 0)
		die("pipe");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		close(fds[0]);
		child(fds[1], bytes, chunk);
	}
	close(fds[1]);

	/* A handler alone says to whoever looks that an alarm may come. */
	if (seconds > 0 && sigaction(SIGALRM, &action, NULL) < 0)
		die("sigaction SIGALRM");
	alarm(seconds);
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			die("waitpid %d", pid);
		if (!gave_up)
			continue;
		alarm(0);
		if (ioctl(fds[0], FIONREAD, &lay) < 0)
			die("FIONREAD on fd %d", fds[0]);
		fprintf(stderr, "stalled: gave up after %u s with %d bytes in the pipe\n", seconds, lay);
		read_to_end(fds[0]);
		gave_up = 0;
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "stalled: child %d ended with wait status 0x%x\n", pid, status);
		return EXIT_FAILURE;
	}
	return 0;
}
