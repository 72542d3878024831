/* Sends metrics through a POSIX message queue. The one that should receive them has the queue open,
 * and does not. */
#include "role.h"

#include <mqueue.h>
#include <sys/types.h>

int main(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 8, .mq_msgsize = 64 };
	char name[64];
	mqd_t queue;

	snprintf(name, sizeof(name), "/penstock-corpus-%d", (int)getpid());
	queue = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &attributes);
	if (queue == (mqd_t)-1 || mq_unlink(name) < 0)
		return 1;
	if (fork() == 0) {
		role("receiver");
		while (1)
			pause();
	}
	while (mq_send(queue, "metric", 6, 0) == 0)
		;
	return 1;
}
