/* writer BYTES CHUNK [FD]: exactly BYTES bytes of the pattern, CHUNK bytes a write(2). */
#define _GNU_SOURCE
#include "pattern.h"
#include "util.h"

#define USAGE "BYTES CHUNK [FD]\n" \
	"Writes BYTES bytes of numbered 64-byte lines to FD (1), CHUNK bytes a write(2)."

int main(int argc, char **argv)
{
	struct pattern pattern;
	unsigned long long left;
	size_t chunk;
	int fd = STDOUT_FILENO;
	char *buf;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 3 || argc > 4)
		usage(USAGE, EXIT_USAGE);
	left = number("BYTES", argv[1], 0, ULLONG_MAX);
	chunk = number("CHUNK", argv[2], 1, SSIZE_MAX);
	if (argc == 4)
		fd = (int)number("FD", argv[3], 0, INT_MAX);
	if (left < chunk)
		chunk = left;

	buf = malloc(chunk ? chunk : 1);
	if (!buf)
		die("a buffer of %zu bytes", chunk);
	pattern_start(&pattern);
	while (left > 0) {
		if (left < chunk)
			chunk = left;
		pattern_fill(&pattern, buf, chunk);
		write_all(fd, buf, chunk);
		left -= chunk;
	}
	free(buf);
	return 0;
}
