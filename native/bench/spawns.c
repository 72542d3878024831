/* The C side of the spawn scenario: many short children, so many at once, three pipes each. */
#define _GNU_SOURCE
#include "spawn.h"

#define USAGE "CHILDREN ATONCE CHILD...\n" \
	"A round starts CHILD CHILDREN times, ATONCE at once, reads its two outputs to their end and reaps it."

#define EVENTS 128

struct slot {
	struct child child;
	int open; /* streams and process that have not ended */
};

static unsigned long long children;
static unsigned at_once;
static char **command;
static struct slot *slots;
static char buffer[64 * 1024];
static unsigned long long started, ended;

enum { READ_OUT = 1, READ_ERR = 2, PROCESS = 3 };

static void begin(int ep, unsigned i)
{
	struct slot *s = &slots[i];

	start_child(&s->child, command, IN | OUT | ERR, 1);
	close(s->child.fd[0]);
	watch(ep, s->child.fd[1], EPOLLIN, (uint64_t)i << 2 | READ_OUT);
	watch(ep, s->child.fd[2], EPOLLIN, (uint64_t)i << 2 | READ_ERR);
	watch(ep, s->child.pidfd, EPOLLIN, (uint64_t)i << 2 | PROCESS);
	s->open = 3;
	started++;
}

static int at_end(int ep, struct slot *s, int what)
{
	ssize_t n;

	if (what == PROCESS) {
		siginfo_t info;

		memset(&info, 0, sizeof(info));
		if (waitid(P_PIDFD, (id_t)s->child.pidfd, &info, WEXITED | WNOHANG) < 0)
			die("waitid");
		if (info.si_pid == 0)
			return 0;
		require_success(&info);
		unwatch_and_close(ep, s->child.pidfd);
		return 1;
	}
	n = read(s->child.fd[what], buffer, sizeof(buffer));
	if (n < 0 && errno != EAGAIN)
		die("read");
	if (n != 0)
		return 0;
	unwatch_and_close(ep, s->child.fd[what]);
	return 1;
}

static struct answer round_(void)
{
	struct epoll_event events[EVENTS];
	int ep = epoll();

	started = ended = 0;
	for (unsigned i = 0; i < at_once && started < children; i++)
		begin(ep, i);
	while (ended < children) {
		int n = epoll_wait(ep, events, EVENTS, -1);

		for (int i = 0; i < n; i++) {
			unsigned slot = (unsigned)(events[i].data.u64 >> 2);
			struct slot *s = &slots[slot];

			if (!at_end(ep, s, (int)(events[i].data.u64 & 3)) || --s->open > 0)
				continue;
			ended++;
			if (started < children)
				begin(ep, slot);
		}
	}
	close(ep);
	return (struct answer){ ended, 0 };
}

int main(int argc, char **argv)
{
	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 4)
		usage(USAGE, EXIT_USAGE);
	children = number("CHILDREN", argv[1], 1, 1 << 24);
	at_once = (unsigned)number("ATONCE", argv[2], 1, 1 << 16);
	command = argv + 3;
	slots = calloc(at_once, sizeof(*slots));
	if (!slots)
		die("%u slots", at_once);
	serve(round_);
	return 0;
}
