/* Forks while another thread has the mutex of the log; the child logs too. */
#include "role.h"

#include <pthread.h>
#include <sys/wait.h>

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t logging;

static void *logs(void *unused)
{
	pthread_mutex_lock(&log_lock);
	pthread_barrier_wait(&logging);
	pthread_barrier_wait(&logging);
	pthread_mutex_unlock(&log_lock);
	while (1)
		pause();
	return unused;
}

int main(void)
{
	pthread_t thread;
	pid_t pid;

	pthread_barrier_init(&logging, NULL, 2);
	pthread_create(&thread, NULL, logs, NULL);
	pthread_barrier_wait(&logging);
	pid = fork();
	if (pid == 0) {
		role("child");
		pthread_mutex_lock(&log_lock);
		_exit(0);
	}
	pthread_barrier_wait(&logging);
	return waitpid(pid, NULL, 0) != pid;
}
