/* posix_spawn(3) with a file to open, which is a FIFO: the child waits there for a writer, and its
 * starter, which is to be that writer, until the child has executed its program. */
#define _GNU_SOURCE
#include "role.h"

#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern char **environ;

int main(void)
{
	char *words[] = { "cat", NULL };
	posix_spawn_file_actions_t files;
	pid_t pid;

	if (mkfifo("input", 0600) < 0)
		return 1;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "input", O_RDONLY, 0);
	if (posix_spawnp(&pid, "cat", &files, NULL, words, environ) != 0)
		return 1;
	close(open("input", O_WRONLY));
	return waitpid(pid, NULL, 0) != pid;
}
