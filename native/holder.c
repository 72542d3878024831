/*
 * holder SECONDS [EXIT]: exits at once, but leaves a grandchild behind that keeps every
 * inherited descriptor open for SECONDS: the child's exit is not the end of its pipes.
 */
#define _GNU_SOURCE
#include "util.h"

#define USAGE "SECONDS [EXIT]\n" \
	"Prints \"parent done\" and exits with EXIT (0), while a child of its own sleeps\n" \
	"for SECONDS with every inherited descriptor open."

int main(int argc, char **argv)
{
	static const char done[] = "parent done\n";
	unsigned int seconds;
	int status = 0;
	pid_t pid;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 2 || argc > 3)
		usage(USAGE, EXIT_USAGE);
	seconds = (unsigned int)number("SECONDS", argv[1], 0, INT_MAX);
	if (argc == 3)
		status = (int)number("EXIT", argv[2], 0, 255);

	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		while (seconds > 0)
			seconds = sleep(seconds);
		_exit(0);
	}
	write_all(STDOUT_FILENO, done, sizeof(done) - 1);
	return status;
}
