/* echo2: stdin to both stdout and stderr, as it comes, until its end. */
#define _GNU_SOURCE
#include "util.h"

#define USAGE "\nCopies its input to both its output and its error output."

static char buf[64 * 1024];

int main(int argc, char **argv)
{
	if (argc > 1)
		usage(USAGE, asks_for_help(argc, argv) ? 0 : EXIT_USAGE);
	for (;;) {
		ssize_t n = read(STDIN_FILENO, buf, sizeof(buf));

		if (n == 0)
			return 0;
		if (n < 0) {
			if (errno == EINTR)
				continue;
			die("read from fd 0");
		}
		write_all(STDOUT_FILENO, buf, (size_t)n);
		write_all(STDERR_FILENO, buf, (size_t)n);
	}
}
