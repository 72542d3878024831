/* The C side of the drain scenarios: one child's output, to nowhere or to something. */
#define _GNU_SOURCE
#include "adler.h"
#include "spawn.h"

#define USAGE "HOW TO CHILD...\n" \
	"HOW: read (blocking, 64 KiB), splice (1 MiB pipe), epoll (64 KiB pipe, 256 KiB buffer).\n" \
	"TO: nowhere, capture (64 KiB of head and tail), lines (counted by memchr), FILE.\n" \
	"A round runs CHILD once and drains it. One that sums looks at what came, what was kept, or the file."

#define BUFFER (256 * 1024)
#define READ (64 * 1024)
#define GROWN (1024 * 1024)
#define KEPT (32 * 1024)

enum how { BY_READ, BY_SPLICE, BY_EPOLL };
enum to { NOWHERE, CAPTURE, LINES, TO_FILE };

static enum how how;
static enum to to;
static const char *path;
static char **command;

static char buffer[BUFFER];
static char head[KEPT];
static char tail[KEPT];
static unsigned long long total;
static unsigned long long lines;
static struct adler sum;
static int file = -1;

/* The head once, then a ring of the tail: the work of a bounded capture. */
static void capture(const char *bytes, size_t n)
{
	if (total < KEPT) {
		size_t part = KEPT - total < n ? KEPT - total : n;

		memcpy(head + total, bytes, part);
		bytes += part;
		n -= part;
		total += part;
	}
	if (n > KEPT) {
		total += n - KEPT;
		bytes += n - KEPT;
		n = KEPT;
	}
	while (n > 0) {
		size_t at = (total - KEPT) % KEPT;
		size_t part = KEPT - at < n ? KEPT - at : n;

		memcpy(tail + at, bytes, part);
		bytes += part;
		n -= part;
		total += part;
	}
}

static void count_lines(const char *bytes, size_t n)
{
	const char *end = bytes + n;

	while ((bytes = memchr(bytes, '\n', (size_t)(end - bytes)))) {
		lines++;
		bytes++;
	}
}

static void consume(size_t n)
{
	if (summing && to != CAPTURE && to != TO_FILE)
		adler_add(&sum, buffer, n);
	switch (to) {
	case CAPTURE:
		capture(buffer, n);
		return;
	case LINES:
		count_lines(buffer, n);
		break;
	case TO_FILE:
		write_all(file, buffer, n);
		break;
	case NOWHERE:
		break;
	}
	total += n;
}

static void drain_by_read(int fd)
{
	ssize_t n;

	while ((n = read(fd, buffer, READ)) > 0)
		consume((size_t)n);
	if (n < 0)
		die("read");
}

static void sum_of(int fd, size_t left)
{
	ssize_t n;

	while (left > 0 && (n = read(fd, buffer, left < BUFFER ? left : BUFFER)) != 0) {
		if (n < 0)
			die("read");
		adler_add(&sum, buffer, (size_t)n);
		left -= (size_t)n;
	}
}

/* Nobody sees what goes to /dev/null; a round that sums has it go to a second pipe. */
static void drain_by_splice(int fd)
{
	int target = to == TO_FILE ? file : dev_null;
	int second[2] = { -1, -1 };
	ssize_t n;

	if (fcntl(fd, F_SETPIPE_SZ, GROWN) < 0)
		die("F_SETPIPE_SZ");
	if (summing && to == NOWHERE) {
		if (pipe2(second, O_CLOEXEC) < 0)
			die("pipe");
		target = second[1];
	}
	while ((n = splice(fd, NULL, target, NULL, GROWN, 0)) > 0) {
		total += (unsigned long long)n;
		if (second[0] >= 0)
			sum_of(second[0], (size_t)n);
	}
	if (n < 0)
		die("splice");
	close(second[0]);
	close(second[1]);
}

static void drain_by_epoll(int fd)
{
	int ep = epoll();
	struct epoll_event e;

	watch(ep, fd, EPOLLIN, 0);
	for (;;) {
		ssize_t n;

		if (epoll_wait(ep, &e, 1, -1) < 0)
			die("epoll_wait");
		n = read(fd, buffer, BUFFER);
		if (n == 0)
			break;
		if (n > 0)
			consume((size_t)n);
		else if (errno != EAGAIN)
			die("read");
	}
	close(ep);
}

static unsigned long long sum_of_kept(void)
{
	size_t at = total < 2 * KEPT ? 0 : (total - KEPT) % KEPT;

	if (to == CAPTURE) {
		adler_add(&sum, head, total < KEPT ? (size_t)total : KEPT);
		if (total > KEPT) {
			adler_add(&sum, tail + at, (total < 2 * KEPT ? (size_t)total - KEPT : KEPT) - at);
			adler_add(&sum, tail, at);
		}
	} else if (to == TO_FILE) {
		if ((file = open(path, O_RDONLY | O_CLOEXEC)) < 0)
			die("%s", path);
		sum_of(file, SIZE_MAX);
		close(file);
	}
	return adler_value(&sum);
}

static struct answer round_(void)
{
	struct child c;

	total = 0;
	lines = 0;
	sum = adler_begin();
	start_child(&c, command, OUT, how == BY_EPOLL);
	if (to == TO_FILE && (file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) < 0)
		die("%s", path);
	if (how == BY_READ)
		drain_by_read(c.fd[1]);
	else if (how == BY_SPLICE)
		drain_by_splice(c.fd[1]);
	else
		drain_by_epoll(c.fd[1]);
	close(c.fd[1]);
	if (to == TO_FILE)
		close(file);
	reap(&c);
	if (summing)
		return (struct answer){ total, sum_of_kept() };
	return (struct answer){ total, to == LINES ? lines : 0 };
}

int main(int argc, char **argv)
{
	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 4)
		usage(USAGE, EXIT_USAGE);
	if (strcmp(argv[1], "read") == 0)
		how = BY_READ;
	else if (strcmp(argv[1], "splice") == 0)
		how = BY_SPLICE;
	else if (strcmp(argv[1], "epoll") == 0)
		how = BY_EPOLL;
	else
		usage(USAGE, EXIT_USAGE);
	if (strcmp(argv[2], "nowhere") == 0)
		to = NOWHERE;
	else if (strcmp(argv[2], "capture") == 0)
		to = CAPTURE;
	else if (strcmp(argv[2], "lines") == 0)
		to = LINES;
	else
		to = TO_FILE;
	path = argv[2];
	command = argv + 3;
	serve(round_);
	return 0;
}
