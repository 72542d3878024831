/* Waits for metrics in a POSIX message queue; who sends them has none. */
#include "role.h"

#include <mqueue.h>
#include <sys/types.h>

int main(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 8, .mq_msgsize = 64 };
	char name[64], message[64];
	mqd_t queue;

	snprintf(name, sizeof(name), "/penstock-corpus-%d", (int)getpid());
	queue = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &attributes);
	if (queue == (mqd_t)-1 || mq_unlink(name) < 0)
		return 1;
	if (fork() == 0) {
		role("sender");
		while (1)
			pause();
	}
	while (mq_receive(queue, message, sizeof(message), NULL) >= 0)
		;
	return 1;
}
