/*
 * Who still holds the output once the command has ended: whoever reads it waits on. A pipe and a
 * socket have a reader that waits for their end; a file and a terminal have none.
 */
#include "run.h"

#define NAMED 5

static char outputs[2][64];

static int link_of(const char *path, char *into, int space)
{
	long size = call(__NR_readlinkat, AT_FDCWD, (word_t)path, (word_t)into, space - 1);

	into[size > 0 ? size : 0] = 0;
	return size > 0;
}

void remember_output(int which, int fd)
{
	char path[64], number[21];
	char *link = outputs[which];

	put(put(path, "/proc/self/fd/"), decimal(fd, number));
	if (!link_of(path, link, sizeof(outputs[0])) || (!begins(link, "pipe:") && !begins(link, "socket:")))
		*link = 0;
}

void remember_terminal(int slave)
{
	char path[64], number[21];

	put(put(path, "/proc/self/fd/"), decimal(slave, number));
	link_of(path, outputs[0], sizeof(outputs[0]));
	outputs[1][0] = 0;
}

/* Its command line, or, of one that has cleared it, its name. */
static void name_of(int pid, char *into, int space)
{
	char path[64], number[21];
	char *end = put(put(path, "/proc/"), decimal(pid, number));
	int size;

	put(end, "/cmdline");
	size = read_file(path, into, space);
	while (size > 0 && !into[size - 1])
		size--;
	for (int i = 0; i < size; i++)
		if (!into[i])
			into[i] = ' ';
	if (size > 0)
		return;
	put(end, "/comm");
	size = read_file(path, into, space);
	if (size > 0 && into[size - 1] == '\n')
		into[size - 1] = 0;
}

/* Which of both outputs, as bits. */
static int holds(int pid)
{
	static char entries[8192];
	char path[64], number[21], link[64];
	int found = 0;
	long fd, size;

	put(put(put(path, "/proc/"), decimal(pid, number)), "/fd");
	fd = call(__NR_openat, AT_FDCWD, (word_t)path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (fd < 0)
		return 0;
	while ((size = call(__NR_getdents64, fd, (word_t)entries, sizeof(entries), 0)) > 0)
		for (long at = 0; at < size; at += *(unsigned short *)(entries + at + 16)) {
			char *name = entries + at + 19;
			long length = call(__NR_readlinkat, fd, (word_t)name, (word_t)link, sizeof(link) - 1);

			link[length > 0 ? length : 0] = 0;
			for (int i = 0; i < 2; i++)
				if (outputs[i][0] && same(link, outputs[i]))
					found |= 1 << i;
		}
	call(__NR_close, fd, 0, 0, 0);
	return found;
}

void name_holders(const char *consequence)
{
	static const char *const which[] = { "", "standard output", "standard error", "standard output and error" };
	const struct tree *tree;
	int named = 0;

	if ((!outputs[0][0] && !outputs[1][0]) || nobody_below())
		return;
	tree = look();
	for (int i = 0; i < tree->count && named < NAMED; i++) {
		int held = tree->process[i].below ? holds(tree->process[i].pid) : 0;
		char name[128], number[21];

		if (!held)
			continue;
		name_of(tree->process[i].pid, name, sizeof(name));
		say("the command has ended, but '", name, "' (pid ", decimal(tree->process[i].pid, number),
		    ") still holds its ", which[held], ": ", consequence, (char *)0);
		named++;
	}
}
