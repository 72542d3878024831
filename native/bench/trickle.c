/* trickle LINES BYTES MILLIS: LINES lines of BYTES bytes, MILLIS apart: a child that logs. */
#define _GNU_SOURCE
#include <time.h>

#include "../util.h"

#define USAGE "LINES BYTES MILLIS\n" \
	"Writes LINES lines of BYTES bytes, newline included, MILLIS milliseconds apart."

int main(int argc, char **argv)
{
	unsigned long long lines;
	size_t bytes;
	struct timespec apart;
	char *line;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc != 4)
		usage(USAGE, EXIT_USAGE);
	lines = number("LINES", argv[1], 0, ULLONG_MAX);
	bytes = number("BYTES", argv[2], 1, 1 << 20);
	apart.tv_sec = (time_t)(number("MILLIS", argv[3], 0, 3600000) / 1000);
	apart.tv_nsec = (long)(number("MILLIS", argv[3], 0, 3600000) % 1000) * 1000000;
	line = malloc(bytes);
	if (!line)
		die("a line of %zu bytes", bytes);
	memset(line, '.', bytes - 1);
	line[bytes - 1] = '\n';
	while (lines-- > 0) {
		write_all(STDOUT_FILENO, line, bytes);
		nanosleep(&apart, NULL);
	}
	return 0;
}
