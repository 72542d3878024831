/*
 * Who lives below this process. Orphans of the command come here, since this process is a subreaper;
 * so a chain of parents leads from each of its descendants to this process, whatever session, group
 * or environment it has.
 */
#include "run.h"

#define PIECE (256 * sizeof(struct process))
#define ENTRIES 8192

struct entry {
	unsigned long inode, offset;
	unsigned short size;
	unsigned char type;
	char name[];
};

static struct tree tree;
static int room;
static int *spared, spared_count;

word_t heap(word_t bytes)
{
	static word_t end;
	word_t place;

	if (!end)
		end = (call(__NR_brk, 0, 0, 0, 0) + 15) & ~15ul;
	place = end;
	if ((word_t)call(__NR_brk, end + bytes, 0, 0, 0) < end + bytes) {
		say("ENOMEM: there is no memory for ", "a few words", (char *)0);
		leave(FAILED);
	}
	end += bytes;
	return place;
}

int read_file(const char *path, char *into, int space)
{
	long fd = call(__NR_openat, AT_FDCWD, (word_t)path, O_RDONLY | O_CLOEXEC, 0);
	long size;

	if (fd < 0)
		return fd;
	size = call(__NR_read, fd, (word_t)into, space - 1, 0);
	call(__NR_close, fd, 0, 0, 0);
	into[size > 0 ? size : 0] = 0;
	return size;
}

/* Of /proc/PID/stat: the name may hold anything, so what counts is behind the last ')'. */
static int read_process(int pid, struct process *process)
{
	char path[64], text[1024];
	const char *at = text, *last = 0;
	char number[21];
	int field;

	put(put(put(path, "/proc/"), decimal(pid, number)), "/stat");
	if (read_file(path, text, sizeof(text)) <= 0)
		return 0;
	for (; *at; at++)
		if (*at == ')')
			last = at;
	if (!last || !last[1])
		return 0;
	at = last + 2;
	process->pid = pid;
	process->state = *at;
	at += 2;
	process->parent = digits(&at);
	for (field = 4; field < 22 && *at; field++) {
		while (*at && *at != ' ')
			at++;
		at += *at == ' ';
	}
	for (process->start = 0; *at >= '0' && *at <= '9'; at++)
		process->start = process->start * 10 + *at - '0';
	process->below = 0;
	return 1;
}

static int is_spared(int pid)
{
	for (int i = 0; i < spared_count; i++)
		if (spared[i] == pid)
			return 1;
	return 0;
}

/* The table is the last piece of the heap once it has begun, so these are all taken before. */
void spare(int pid)
{
	static int helpers[8];

	if (!spared) {
		spared = helpers;
		spared_count = 0;
	}
	for (int i = 0; i < spared_count; i++)
		if (spared[i] == 0) {
			spared[i] = pid;
			return;
		}
	if (spared == helpers && spared_count < 8)
		spared[spared_count++] = pid;
}

void spare_no_more(int pid)
{
	for (int i = 0; i < spared_count; i++)
		if (spared[i] == pid)
			spared[i] = 0;
}

/* A shell that has started something, and then becomes this program by exec. */
void spare_children(void)
{
	enum { HELPERS = 8 };
	siginfo_t info;
	char path[64], number[21], text[4096];
	int size = 0, count = 0;
	long fd;

	if (call5(__NR_waitid, 0, 0, (word_t)&info, 4 /* WEXITED */ | 1 /* WNOHANG */ | 0x01000000 /* WNOWAIT */, 0) ==
	    -ECHILD)
		return;
	decimal(call(__NR_getpid, 0, 0, 0, 0), number);
	put(put(put(path, "/proc/self/task/"), number), "/children");
	fd = call(__NR_openat, AT_FDCWD, (word_t)path, O_RDONLY | O_CLOEXEC, 0);
	if (fd < 0)
		return;
	/* Numbers with a blank behind each; one that a piece ends in goes on in the next. */
	for (int value = 0; (size = call(__NR_read, fd, (word_t)text, sizeof(text), 0)) > 0;)
		for (int i = 0; i < size; i++) {
			if (text[i] != ' ') {
				value = value * 10 + text[i] - '0';
				continue;
			}
			int *place = (int *)heap(sizeof(int));

			if (!count++)
				spared = place;
			*place = value;
			value = 0;
		}
	call(__NR_close, fd, 0, 0, 0);
	if (!count)
		return;
	heap(HELPERS * sizeof(int) + (count & 1) * sizeof(int)); /* 0: for those that come later */
	spared_count = count + HELPERS;
}

static void add(int pid)
{
	if (tree.count == room) {
		word_t piece = heap(PIECE);

		if (!tree.process)
			tree.process = (struct process *)piece;
		room += PIECE / sizeof(struct process);
	}
	if (read_process(pid, &tree.process[tree.count]))
		tree.count++;
}

/* /proc lists processes by their number. */
static struct process *find(int pid)
{
	int low = 0, high = tree.count;

	while (low < high) {
		int middle = (low + high) / 2;

		if (tree.process[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < tree.count && tree.process[low].pid == pid ? &tree.process[low] : 0;
}

static void mark(void)
{
	int self = call(__NR_getpid, 0, 0, 0, 0);
	int before;

	do {
		before = tree.below;
		for (struct process *p = tree.process; p < tree.process + tree.count; p++) {
			struct process *parent;

			if (p->below || p->state == 'Z' || p->state == 'X' || is_spared(p->pid))
				continue;
			parent = p->parent == self ? 0 : find(p->parent);
			/* What a thread's end has left a zombie may still have children. */
			if (p->parent == self || (parent && parent->below)) {
				p->below = 1;
				tree.below++;
			}
		}
	} while (tree.below != before);
}

/* Whether /proc is there, and its numbers are those of this process's namespace. */
static int is_ours(void)
{
	static int known = -1;
	char link[24];
	const char *at = link;
	long size;

	if (known < 0) {
		size = call(__NR_readlinkat, AT_FDCWD, (word_t) "/proc/self", (word_t)link, sizeof(link) - 1);
		link[size > 0 ? size : 0] = 0;
		known = size > 0 && digits(&at) == call(__NR_getpid, 0, 0, 0, 0);
	}
	return known;
}

const struct tree *look(void)
{
	static char entries[ENTRIES];
	long fd = call(__NR_openat, AT_FDCWD, (word_t) "/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	long size;

	tree.count = tree.below = 0;
	if (fd < 0)
		return &tree;
	if (!is_ours()) {
		call(__NR_close, fd, 0, 0, 0);
		return &tree;
	}
	while ((size = call(__NR_getdents64, fd, (word_t)entries, sizeof(entries), 0)) > 0)
		for (long at = 0; at < size;) {
			struct entry *entry = (struct entry *)(entries + at);
			const char *name = entry->name;
			int pid = digits(&name);

			if (pid && !*name)
				add(pid);
			at += entry->size;
		}
	call(__NR_close, fd, 0, 0, 0);
	mark();
	return &tree;
}

/* A descendant hangs on a child of ours. Where none is left, not even a spared one, /proc need not be read. */
int nobody_below(void)
{
	siginfo_t info;

	return call5(__NR_waitid, 0, 0, (word_t)&info, 4 | 1 | 0x01000000, 0) == -ECHILD || look()->below == 0;
}

/* Through a descriptor of the process that was seen: its number may be another's by now. */
static void signal_process(const struct process *process, int signal)
{
	long fd = call(__NR_pidfd_open, process->pid, 0, 0, 0);
	struct process again;

	if (fd == -ENOSYS || fd == -EPERM || fd == -EMFILE || fd == -ENFILE) {
		call(__NR_kill, process->pid, signal, 0, 0);
		return;
	}
	if (fd < 0)
		return;
	if (read_process(process->pid, &again) && again.start == process->start)
		call(__NR_pidfd_send_signal, fd, signal, 0, 0);
	call(__NR_close, fd, 0, 0, 0);
}

void signal_below(const struct tree *seen, int signal)
{
	for (int i = 0; i < seen->count; i++)
		if (seen->process[i].below)
			signal_process(&seen->process[i], signal);
}

void continue_below(const struct tree *seen)
{
	for (int i = 0; i < seen->count; i++)
		if (seen->process[i].below && seen->process[i].state == 'T')
			signal_process(&seen->process[i], SIGCONT);
}
