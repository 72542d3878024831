/*
 * The C side of the scenarios with many children at once: each reads what it is sent and writes
 * lines, or what it read. One thread, one epoll set, one buffer.
 */
#define _GNU_SOURCE
#include <sys/resource.h>

#include "adler.h"
#include "spawn.h"

#define USAGE "CHILDREN INPUT CHILD...\n" \
	"A round starts CHILD CHILDREN times, gives each INPUT bytes, and reads its output to the end.\n" \
	"Without input, there is a pipe for standard error too.\n" \
	"The check is the sum of the outputs' Adler-32 checksums where there is input or the round is to sum, else of bytes."

#define EVENTS 128
#define BUFFER (256 * 1024)

struct state {
	struct child child;
	size_t sent;
	unsigned long long got;
	struct adler sum;
	int open;
};

static unsigned children;
static size_t input;
static char *data;
static char **command;
static struct state *states;
static unsigned char buffer[BUFFER];

static void send(int ep, struct state *s)
{
	while (s->sent < input) {
		ssize_t n = write(s->child.fd[0], data + s->sent, input - s->sent);

		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0)
			die("write");
		s->sent += (size_t)n;
	}
	unwatch_and_close(ep, s->child.fd[0]);
	s->open--;
}

static int stream_at_end(int ep, struct state *s, int fd, int check)
{
	ssize_t n = read(fd, buffer, BUFFER);

	if (n < 0 && errno != EAGAIN)
		die("read");
	if (n > 0 && check) {
		s->got += (unsigned long long)n;
		if (input > 0 || summing)
			adler_add(&s->sum, buffer, (size_t)n);
	}
	if (n == 0)
		unwatch_and_close(ep, fd);
	return n == 0;
}

static void serve_event(int ep, struct state *s, int what)
{
	if (what == 0) {
		send(ep, s);
	} else if (what < 3) {
		s->open -= stream_at_end(ep, s, s->child.fd[what], what == 1);
	} else {
		siginfo_t info;

		memset(&info, 0, sizeof(info));
		if (waitid(P_PIDFD, (id_t)s->child.pidfd, &info, WEXITED | WNOHANG) < 0)
			die("waitid");
		if (info.si_pid == 0)
			return;
		require_success(&info);
		unwatch_and_close(ep, s->child.pidfd);
		s->open--;
	}
}

static struct answer round_(void)
{
	struct epoll_event events[EVENTS];
	struct answer answer = { 0, 0 };
	int ep = epoll();
	unsigned ended = 0;

	for (unsigned i = 0; i < children; i++) {
		struct state *s = &states[i];

		memset(s, 0, sizeof(*s));
		s->sum = adler_begin();
		start_child(&s->child, command, input ? IN | OUT : IN | OUT | ERR, 1);
		watch(ep, s->child.fd[1], EPOLLIN, (uint64_t)i << 2 | 1);
		watch(ep, s->child.pidfd, EPOLLIN, (uint64_t)i << 2 | 3);
		s->open = 3;
		if (input) {
			watch(ep, s->child.fd[0], EPOLLOUT, (uint64_t)i << 2);
		} else {
			close(s->child.fd[0]);
			watch(ep, s->child.fd[2], EPOLLIN, (uint64_t)i << 2 | 2);
		}
	}
	while (ended < children) {
		int n = epoll_wait(ep, events, EVENTS, -1);

		for (int i = 0; i < n; i++) {
			struct state *s = &states[events[i].data.u64 >> 2];

			serve_event(ep, s, (int)(events[i].data.u64 & 3));
			if (s->open > 0)
				continue;
			ended++;
			answer.work += s->got;
			answer.check += input || summing ? adler_value(&s->sum) : s->got;
		}
	}
	close(ep);
	return answer;
}

int main(int argc, char **argv)
{
	struct rlimit files;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 4)
		usage(USAGE, EXIT_USAGE);
	children = (unsigned)number("CHILDREN", argv[1], 1, 1 << 20);
	input = number("INPUT", argv[2], 0, 1 << 30);
	command = argv + 3;
	/* As the JVM does for itself. */
	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		die("getrlimit");
	files.rlim_cur = files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files) < 0)
		die("setrlimit");
	states = calloc(children, sizeof(*states));
	data = malloc(input ? input : 1);
	if (!states || !data)
		die("memory for %u children", children);
	for (size_t i = 0; i < input; i++)
		data[i] = (char)(i * 31 + i / 251);
	serve(round_);
	return 0;
}
