/*
 * What --report DIR keeps: the kernel's view of each process, as /proc has it. Neither arguments nor
 * environments are written there, since they may hold secrets. Each file of /proc is written before the
 * next one is read: who is killed at one that does not answer leaves those before it.
 */
#include "run.h"

static const char *const views[] = { "status", "wchan", "syscall", "stack", "limits", "cgroup" };
#define VIEWS ((int)(sizeof(views) / sizeof(views[0])))

void make_report(const char *folder)
{
	long made;

	if (length(folder) > REPORT_PATH - 32) {
		say("--report: '", folder, "' is too long", (char *)0);
		leave(USAGE);
	}
	made = call(__NR_mkdirat, AT_FDCWD, (word_t)folder, 0700, 0);
	if (made == -EEXIST) /* a file of that name is no folder */
		made = call(__NR_openat, AT_FDCWD, (word_t)folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (made < 0) {
		say("--report: cannot make '", folder, "': ", error_name(-made), (char *)0);
		leave(FAILED);
	}
	if (made > 0)
		call(__NR_close, made, 0, 0, 0);
}

const char *report_path(const char *folder, const char *name, char *space)
{
	put(put(put(space, folder), "/"), name);
	return space;
}

long report_file(const char *folder, const char *name)
{
	char path[REPORT_PATH];
	long fd = call(__NR_openat, AT_FDCWD, (word_t)report_path(folder, name, path),
		       O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	long high;

	if (fd < 0) {
		say("--report: cannot write '", path, "': ", error_name(-fd), (char *)0);
		return fd;
	}
	/* Above 2, wherever one of those is closed. */
	high = call(__NR_fcntl, fd, F_DUPFD_CLOEXEC, 3, 0);
	call(__NR_close, fd, 0, 0, 0);
	return high;
}

static int write_all(long fd, const char *text, long size)
{
	while (size > 0) {
		long written = call(__NR_write, fd, (word_t)text, size, 0);

		if (written <= 0)
			return 0;
		text += written;
		size -= written;
	}
	return 1;
}

void report_kernel(const char *folder, const struct tree *tree)
{
	static char text[8192];
	char path[64], number[21], *at;
	long fd = report_file(folder, "kernel.txt"), size;
	int whole = 1;

	if (fd < 0)
		return;
	for (int i = 0; i < tree->count; i++)
		for (int view = 0; tree->process[i].below && view < VIEWS; view++) {
			at = put(put(path, "/proc/"), decimal(tree->process[i].pid, number));
			put(put(at, "/"), views[view]);
			at = put(put(put(text, "== "), path), "\n");
			whole &= write_all(fd, text, at - text);
			size = read_file(path, text, sizeof(text) - 1);
			if (size < 0)
				size = put(put(text, "cannot be read: "), error_name(-size)) - text;
			if (size == 0 || text[size - 1] != '\n')
				text[size++] = '\n';
			whole &= write_all(fd, text, size);
		}
	if (!whole)
		say("--report: kernel.txt is not whole: it could not be written", (char *)0);
	call(__NR_close, fd, 0, 0, 0);
}
