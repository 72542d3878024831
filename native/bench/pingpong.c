/* The C side of the ping-pong scenario: 64 bytes to a child and back, one exchange at a time. */
#define _GNU_SOURCE
#include "adler.h"
#include "spawn.h"

#define USAGE "HOW EXCHANGES CHILD...\n" \
	"HOW: blocking, epoll. A round makes EXCHANGES exchanges of 64 bytes with one CHILD."

#define BALL 64

static int with_epoll;
static unsigned long long exchanges;
static char **command;

static struct answer round_(void)
{
	char ball[BALL], back[BALL];
	struct adler sum = adler_begin();
	struct epoll_event e;
	struct child c;
	int ep = -1;

	for (char i = 0; i < BALL; i++)
		ball[(int)i] = i;
	start_child(&c, command, IN | OUT, with_epoll);
	if (with_epoll) {
		ep = epoll();
		watch(ep, c.fd[1], EPOLLIN, 0);
	}
	for (unsigned long long i = 0; i < exchanges; i++) {
		size_t got = 0;

		write_all(c.fd[0], ball, BALL);
		while (got < BALL) {
			ssize_t n;

			if (with_epoll && epoll_wait(ep, &e, 1, -1) < 0)
				die("epoll_wait");
			n = read(c.fd[1], back + got, BALL - got);
			if (n <= 0 && errno != EAGAIN)
				die("read");
			if (n > 0)
				got += (size_t)n;
		}
		if (summing)
			adler_add(&sum, back, BALL);
	}
	close(c.fd[0]);
	close(c.fd[1]);
	if (with_epoll)
		close(ep);
	reap(&c);
	return (struct answer){ exchanges, summing ? adler_value(&sum) : 0 };
}

int main(int argc, char **argv)
{
	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc < 4)
		usage(USAGE, EXIT_USAGE);
	with_epoll = strcmp(argv[1], "epoll") == 0;
	if (!with_epoll && strcmp(argv[1], "blocking") != 0)
		usage(USAGE, EXIT_USAGE);
	exchanges = number("EXCHANGES", argv[2], 1, 1 << 30);
	command = argv + 3;
	serve(round_);
	return 0;
}
