/* The C side of lines-in-memory: finds the ends of lines by memchr(3). */
#define _GNU_SOURCE
#include "adler.h"
#include "spawn.h"

#define USAGE "PASSES CHILD...\n" \
	"Keeps CHILD's output in memory. A round counts its lines, PASSES times."

static unsigned long passes;
static char *bytes;
static size_t size;

static void keep(int fd)
{
	size_t room = 0;
	ssize_t n;

	do {
		if (size == room && !(bytes = realloc(bytes, room += 1 << 20)))
			die("%zu bytes", room);
		if ((n = read(fd, bytes + size, room - size)) < 0)
			die("read");
		size += (size_t)n;
	} while (n > 0);
}

static struct answer round_(void)
{
	struct adler sum = adler_begin();
	unsigned long long lines = 0;

	for (unsigned long i = 0; i < passes; i++) {
		const char *at = bytes, *end = bytes + size, *newline;

		while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
			if (summing)
				adler_add(&sum, at, (size_t)(newline + 1 - at));
			lines++;
			at = newline + 1;
		}
	}
	return (struct answer){ passes * size, summing ? adler_value(&sum) : lines };
}

int main(int argc, char **argv)
{
	struct child c;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 3)
		usage(USAGE, EXIT_USAGE);
	passes = number("PASSES", argv[1], 1, ULONG_MAX);
	start_child(&c, argv + 2, OUT, 0);
	keep(c.fd[1]);
	close(c.fd[1]);
	reap(&c);
	serve(round_);
	return 0;
}
