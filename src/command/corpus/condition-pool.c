/* Workers wait for work by a condition variable, the first thread for a call. */
#include "role.h"

#include <pthread.h>
#include <sys/socket.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;

static void *works(void *unused)
{
	pthread_mutex_lock(&lock);
	while (1)
		pthread_cond_wait(&work, &lock);
	return unused;
}

int main(void)
{
	pthread_t threads[3];
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (listener < 0 || listen(listener, 1) < 0)
		return 1;
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, works, NULL);
	while (accept(listener, NULL, NULL) >= 0)
		pthread_cond_signal(&work);
	return 1;
}
