/* spout BYTES CHUNK: the same lines again and again, as fast as write(2) takes them. */
#define _GNU_SOURCE
#include <fcntl.h>

#include "../util.h"

#define USAGE "BYTES CHUNK [LINE [LONG EVERY]]\n" \
	"Writes BYTES bytes, CHUNK bytes a write(2): lines of LINE bytes (64), newline included,\n" \
	"every EVERYth of them LONG bytes. The same CHUNK (at least a MiB of lines) over and over."

#define AHEAD (1 << 20)

int main(int argc, char **argv)
{
	unsigned long long left;
	size_t chunk, line = 64, longer = 0, every = 0, filled = 0, size, at = 0;
	char *buf;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 3 || argc > 6 || argc == 5)
		usage(USAGE, EXIT_USAGE);
	left = number("BYTES", argv[1], 0, ULLONG_MAX);
	chunk = number("CHUNK", argv[2], 1, 1 << 30);
	if (argc > 3)
		line = number("LINE", argv[3], 1, 1 << 20);
	if (argc > 5) {
		longer = number("LONG", argv[4], 1, 1 << 24);
		every = number("EVERY", argv[5], 1, 1 << 24);
	}

	/* Whole writes, and at least a MiB and two of the longest lines. */
	size = AHEAD + 2 * longer;
	size = (size + chunk - 1) / chunk * chunk;
	buf = malloc(size);
	if (!buf)
		die("a buffer of %zu bytes", size);
	for (size_t n = 0; filled < size; n++) {
		size_t len = every && n % every == every - 1 ? longer : line;

		if (len > size - filled)
			len = size - filled;
		memset(buf + filled, 'a' + (int)(n % 26), len - 1);
		buf[filled + len - 1] = '\n';
		filled += len;
	}
	while (left > 0) {
		size_t n = left < chunk ? left : chunk;

		if (n == left)
			buf[at + n - 1] = '\n'; /* no unfinished line, so that all count the same */
		write_all(STDOUT_FILENO, buf + at, n);
		left -= n;
		at = at + chunk == size ? 0 : at + chunk;
	}
	return 0;
}
