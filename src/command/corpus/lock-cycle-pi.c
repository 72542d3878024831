/* As lock-cycle, with mutexes that hand priorities on: the kernel knows their owners. */
#include "role.h"

#include <pthread.h>
#include <sys/wait.h>

static pthread_mutex_t log_lock;
static pthread_mutex_t state_lock;
static pthread_barrier_t both;

static void *changes_state(void *unused)
{
	pthread_mutex_lock(&state_lock);
	pthread_barrier_wait(&both);
	pthread_mutex_lock(&log_lock);
	return unused;
}

int main(void)
{
	int pipes[2];
	pthread_t thread;
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(&log_lock, &attributes);
	pthread_mutex_init(&state_lock, &attributes);

	if (pipe(pipes) < 0)
		return 1;
	if (fork() == 0) {
		char line;

		close(pipes[1]);
		role("reader");
		_exit(read(pipes[0], &line, 1) != 1);
	}
	close(pipes[0]);
	pthread_barrier_init(&both, NULL, 2);
	pthread_create(&thread, NULL, changes_state, NULL);
	pthread_mutex_lock(&log_lock);
	pthread_barrier_wait(&both);
	pthread_mutex_lock(&state_lock);
	return write(pipes[1], "x", 1) != 1;
}
