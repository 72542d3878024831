/* The first thread has ended by pthread_exit(3), as it may; the other one reads a line a minute. */
#include "role.h"

#include <pthread.h>

static int pipes[2];

static void *reads(void *unused)
{
	char line[16];

	while (read(pipes[0], line, sizeof(line)) > 0)
		sleep(60);
	return unused;
}

int main(void)
{
	pthread_t thread;

	if (pipe(pipes) < 0)
		return 1;
	if (fork() == 0) {
		close(pipes[0]);
		dup2(pipes[1], 1);
		execlp("role", "role", "child", "yes", NULL);
		_exit(127);
	}
	close(pipes[1]);
	pthread_create(&thread, NULL, reads, NULL);
	pthread_exit(NULL);
}
