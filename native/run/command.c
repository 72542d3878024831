/* The child's way to the command: what it must not inherit is undone, and then it is executed. */
#include "run.h"
#include <linux/prctl.h>

#define FILE_MAX 4096 /* the kernel's PATH_MAX */
#define DEFAULT_PATH "/bin:/usr/bin" /* of execvp(3) */

void leave(int code)
{
	for (;;)
		call(__NR_exit_group, code, 0, 0, 0);
}

long fork_process(void)
{
	return call5(__NR_clone, SIGCHLD, 0, 0, 0, 0);
}

static const char *value_of(char **environment, const char *name)
{
	for (; *environment; environment++)
		if (begins(*environment, name) && (*environment)[length(name)] == '=')
			return *environment + length(name) + 1;
	return 0;
}

/* execve(2); what has no #! is for sh, as execvp(3) has it. The word before the command's is free: it is one of ours. */
static long exec(char *path, char **command, char **environment)
{
	long error = call(__NR_execve, (word_t)path, (word_t)command, (word_t)environment, 0);

	if (error != -ENOEXEC)
		return error;
	command[-1] = "sh";
	command[0] = path;
	return call(__NR_execve, (word_t) "/bin/sh", (word_t)(command - 1), (word_t)environment, 0);
}

/* As execvp(3): on past what is not there; what may not be executed counts if no other is found. */
static long exec_along(const char *path, char **command, char **environment)
{
	static char file[FILE_MAX];
	long result = -ENOENT;

	for (;; path++) {
		const char *end = path;
		char *to = file;
		long error;

		while (*end && *end != ':')
			end++;
		if (end - path + 2 + length(*command) < sizeof(file)) {
			while (path < end)
				*to++ = *path++;
			if (to > file)
				*to++ = '/';
			put(to, *command);
			error = exec(file, command, environment);
			if (error == -EACCES)
				result = error;
			else if (error != -ENOENT && error != -ENOTDIR && error != -ESTALE && error != -ENODEV &&
				 error != -ETIMEDOUT)
				return error;
		}
		path = end;
		if (!*path)
			return result;
	}
}

static int has_slash(const char *name)
{
	while (*name && *name != '/')
		name++;
	return *name;
}

static void cannot_start(const char *name, long error)
{
	int missing = error == ENOENT || error == ENOTDIR;
	const char *why = missing && has_slash(name)  ? ": there is no such file, or not what its #! names"
			  : missing ? ": there is no such program on PATH"
				    : "";

	say("cannot start '", name, "': ", error_name(error), why, (char *)0);
	leave(missing ? NOT_FOUND : CANNOT_RUN);
}

/* In place of the variable of that name, or behind all others. */
static char **with_variables(const struct plan *plan, char **environment)
{
	int count = 0;
	char **all;

	if (!plan->variable_count)
		return environment;
	while (environment[count])
		count++;
	all = (char **)heap((count + plan->variable_count + 1) * sizeof(char *));
	for (int i = 0; i < count; i++)
		all[i] = environment[i];
	for (int i = 0; i < plan->variable_count; i++) {
		char *variable = plan->variables[i];
		int at = 0, name = 0;

		while (variable[name] != '=')
			name++;
		for (; at < count; at++) {
			int same_name = 0;

			while (same_name <= name && all[at][same_name] == variable[same_name])
				same_name++;
			if (same_name > name)
				break;
		}
		all[at] = variable;
		count += at == count;
	}
	all[count] = 0;
	return all;
}

void become(const struct plan *plan, char **environment, const struct before *before)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	char *name = plan->command[0];
	const char *path;
	long error;

	if (plan->new_group && !plan->pty)
		call(__NR_setpgid, 0, 0, 0, 0);
	/* Who is killed in our place takes the command along, as if the command had been killed. */
	call(__NR_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
	if (call(__NR_getppid, 0, 0, 0, 0) != before->parent)
		leave(SIGNALLED + SIGKILL);
	if (plan->directory) {
		error = call(__NR_chdir, (word_t)plan->directory, 0, 0, 0);
		if (error) {
			say("--directory: '", plan->directory, "': ", error_name(-error), (char *)0);
			leave(FAILED);
		}
	}
	connect_outputs(plan);
	environment = with_variables(plan, environment);
	path = value_of(environment, "PATH");
	if (before->child_signal_ignored)
		call(__NR_rt_sigaction, SIGCHLD, (word_t)&ignore, 0, sizeof(word_t));
	call(__NR_rt_sigprocmask, SIG_SETMASK, (word_t)&before->mask, 0, sizeof(word_t));
	error = !*name	      ? -ENOENT
		: has_slash(name) ? exec(name, plan->command, environment)
				  : exec_along(path ? path : DEFAULT_PATH, plan->command, environment);
	cannot_start(name, -error);
	leave(CANNOT_RUN);
}
