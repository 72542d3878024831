/* The first thread has ended by pthread_exit(3), as it may; the other one has the pipe that a child
 * has filled, and no longer reads it. */
#include "role.h"

#include <pthread.h>

static void *idles(void *unused)
{
	while (1)
		pause();
	return unused;
}

int main(void)
{
	int pipes[2];
	pthread_t thread;

	if (pipe(pipes) < 0)
		return 1;
	if (fork() == 0) {
		close(pipes[0]);
		dup2(pipes[1], 1);
		execlp("role", "role", "child", "python3", "flood.py", "1", "2097152", NULL);
		_exit(127);
	}
	close(pipes[1]);
	pthread_create(&thread, NULL, idles, NULL);
	pthread_exit(NULL);
}
