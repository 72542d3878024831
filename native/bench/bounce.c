/* bounce: gives every read back in one write, until the end of file. */
#define _GNU_SOURCE
#include "../util.h"

static char buf[64 * 1024];

int main(void)
{
	for (;;) {
		ssize_t n = read(STDIN_FILENO, buf, sizeof(buf));

		if (n == 0)
			return 0;
		if (n < 0)
			die("read");
		write_all(STDOUT_FILENO, buf, (size_t)n);
	}
}
