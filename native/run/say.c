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

static char *hex(char *to, word_t number, int digits)
{
	for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
		*to++ = "0123456789abcdef"[number >> shift & 15];
	return to;
}

/* How many bytes the UTF-8 character has that begins there; 0 if none does (Unicode, table 3-7). */
static int measure(const unsigned char *at, word_t *character)
{
	int size = *at < 0x80 ? 1 : *at < 0xc2 ? 0 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : *at < 0xf5 ? 4 : 0;

	*character = size < 2 ? *at : *at & (0x7f >> size);
	for (int i = 1; i < size; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*character = *character << 6 | (at[i] & 0x3f);
	}
	if ((size == 3 && (*character < 0x800 || (*character >= 0xd800 && *character < 0xe000))) ||
	    (size == 4 && (*character < 0x10000 || *character > 0x10ffff)))
		return 0;
	return size;
}

/* What would drive a terminal, begin a line or reverse what is read: Suspect.java has the list. */
static int is_suspect(word_t c)
{
	return (c < ' ' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* A line is one line: what a command calls itself may hold anything. As Java's LogSafe has it. */
static char *put_safe(char *to, char *end, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at && to < end) {
		word_t character;
		int size = measure(at, &character);

		if (!size || (is_suspect(character) && size == 1)) {
			if (end - to < 4)
				break;
			to = hex(put(to, "\\x"), *at++, 2);
		} else if (is_suspect(character)) {
			if (end - to < 8)
				break;
			to = hex(put(to, "\\u{"), character, character < 0x100 ? 2 : character < 0x1000 ? 3 : 4);
			*to++ = '}';
			at += size;
		} else {
			if (end - to < size)
				break;
			while (size--)
				*to++ = *at++;
		}
	}
	return to;
}

void say(const char *part, ...)
{
	char line[LINE];
	struct pollfd ready = { error_fd, POLLOUT, 0 };
	struct timespec patience = { 0, PATIENCE };
	char *to = line;
	va_list more;

	va_start(more, part);
	for (const char *at = speaker; at; at = part, part = part ? va_arg(more, const char *) : 0)
		to = put_safe(to, line + LINE - 1, at);
	va_end(more);
	*to++ = '\n';
	if (error_fd >= 0 && call5(__NR_ppoll, (word_t)&ready, 1, (word_t)&patience, 0, 8) > 0)
		call(__NR_write, error_fd, (word_t)line, to - line, 0);
}
