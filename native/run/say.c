/* What is said on standard error, in one write each. */
#include "run.h"
#include <linux/poll.h>
#include <stdarg.h>

#define LINE 1024
#define PATIENCE 100000000 /* ns: who does not read for so long misses a line; the limit is kept */

int error_fd = 2;
const char *speaker = "penstock: ";

static const struct {
	int number;
	const char *name;
} errors[] = {
	{ EPERM, "EPERM" }, { ENOENT, "ENOENT" }, { EIO, "EIO" }, { E2BIG, "E2BIG" }, { ENOEXEC, "ENOEXEC" },
	{ EAGAIN, "EAGAIN" }, { ENOMEM, "ENOMEM" }, { EACCES, "EACCES" }, { ENOTDIR, "ENOTDIR" }, { EISDIR, "EISDIR" },
	{ EINVAL, "EINVAL" }, { EMFILE, "EMFILE" }, { ENFILE, "ENFILE" }, { ETXTBSY, "ETXTBSY" }, { ELOOP, "ELOOP" },
	{ ENAMETOOLONG, "ENAMETOOLONG" },
};

const char *error_name(long error)
{
	static char other[32];

	for (word_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i].number == error)
			return errors[i].name;
	decimal(error, put(other, "error "));
	return other;
}

/* A line is one line: what a command calls itself may hold anything. */
static char shown(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f ? '?' : c;
}

void say(const char *part, ...)
{
	char line[LINE];
	struct pollfd ready = { error_fd, POLLOUT, 0 };
	struct timespec patience = { 0, PATIENCE };
	int size = 0;
	va_list more;

	va_start(more, part);
	for (const char *at = speaker; at; at = part, part = part ? va_arg(more, const char *) : 0)
		while (*at && size < LINE - 1)
			line[size++] = shown(*at++);
	va_end(more);
	line[size++] = '\n';
	if (error_fd >= 0 && call5(__NR_ppoll, (word_t)&ready, 1, (word_t)&patience, 0, 8) > 0)
		call(__NR_write, error_fd, (word_t)line, size, 0);
}
