/* Two threads take two mutexes, each in its own order; what they would print, another process waits
 * for. */
#include "role.h"

#include <pthread.h>
#include <sys/wait.h>

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t state_lock = PTHREAD_MUTEX_INITIALIZER;
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
