/* What every program here needs: dying with a reason, and numbers from the command line. */
#ifndef PENSTOCK_UTIL_H
#define PENSTOCK_UTIL_H

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2

/* Prints "PROGRAM: MESSAGE: errno's text" and exits 1. */
static _Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), unused));

static _Noreturn void die(const char *fmt, ...)
{
	int err = errno;
	va_list ap;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, ": %s\n", strerror(err));
	_exit(EXIT_FAILURE);
}

/* Prints the usage and exits: 0 when it was asked for, 2 when the arguments were wrong. */
static _Noreturn __attribute__((unused)) void usage(const char *text, int status)
{
	fprintf(status ? stderr : stdout, "usage: %s %s\n", program_invocation_short_name, text);
	exit(status);
}

static __attribute__((unused)) int asks_for_help(int argc, char **argv)
{
	return argc > 1 && strcmp(argv[1], "--help") == 0;
}

/* A whole decimal number within [min, max]; anything else is named and ends the program. */
static __attribute__((unused)) unsigned long long number(const char *name, const char *text,
							 unsigned long long min,
							 unsigned long long max)
{
	unsigned long long value;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno || value < min || value > max) {
		fprintf(stderr, "%s: %s: '%s' is not a whole number from %llu to %llu\n",
			program_invocation_short_name, name, text, min, max);
		exit(EXIT_USAGE);
	}
	return value;
}

/* Leaves "NAME PID" in the file $ROLES, if there is one: who is who in a scenario of the corpus. */
static __attribute__((unused)) void role(const char *name)
{
	const char *path = getenv("ROLES");
	FILE *roles;

	if (!path)
		return;
	roles = fopen(path, "a");
	if (!roles || fprintf(roles, "%s %d\n", name, (int)getpid()) < 0 || fclose(roles) != 0)
		die("%s", path);
}

/* All n bytes, however many calls that takes. */
static __attribute__((unused)) void write_all(int fd, const char *buf, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, buf, n);

		if (done < 0) {
			if (errno == EINTR)
				continue;
			die("write of %zu bytes to fd %d", n, fd);
		}
		buf += done;
		n -= (size_t)done;
	}
}

#endif
