/* Sends through a System V message queue, in a namespace of its own so that it goes with the last
 * process. Who should receive has stopped doing so. */
#define _GNU_SOURCE
#include "role.h"

#include <sched.h>
#include <sys/ipc.h>
#include <sys/msg.h>

int main(void)
{
	struct { long type; char text[1024]; } message = { .type = 1 };
	int queue;

	if (unshare(CLONE_NEWUSER | CLONE_NEWIPC) < 0)
		return 1;
	queue = msgget(IPC_PRIVATE, 0600);
	if (queue < 0)
		return 1;
	if (fork() == 0) {
		role("receiver");
		while (1)
			pause();
	}
	while (msgsnd(queue, &message, sizeof(message.text), 0) == 0)
		;
	return 1;
}
