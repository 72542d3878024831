/* The first thread has ended by pthread_exit(3), as it may; another one waits for the lines of a
 * helper, a third for calls, and the helper for its next request. */
#include "role.h"

#include <pthread.h>
#include <sys/socket.h>

static int answers[2], requests[2];

static void *reads(void *unused)
{
	char line[16];

	while (read(answers[0], line, sizeof(line)) > 0)
		;
	return unused;
}

static void *listens(void *unused)
{
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (listener < 0 || listen(listener, 1) < 0)
		abort();
	while (accept(listener, NULL, NULL) >= 0)
		if (write(requests[1], "work\n", 5) != 5)
			abort();
	return unused;
}

int main(void)
{
	pthread_t threads[2];

	if (pipe(answers) < 0 || pipe(requests) < 0)
		return 1;
	if (fork() == 0) {
		dup2(requests[0], 0);
		dup2(answers[1], 1);
		for (int i = 0; i < 2; i++) {
			close(answers[i]);
			close(requests[i]);
		}
		execlp("role", "role", "helper", "cat", NULL);
		_exit(127);
	}
	close(answers[1]);
	close(requests[0]);
	pthread_create(&threads[0], NULL, reads, NULL);
	pthread_create(&threads[1], NULL, listens, NULL);
	pthread_exit(NULL);
}
