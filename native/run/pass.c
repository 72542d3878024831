/*
 * The process that carries the command's streams where these are not the caller's own. With --pty it is
 * a fork of this process, see pty.c. Else it is a JVM: `penstock run --passing PID,OUT,ERR,OVER,READY`,
 * which reads this process's pipes OUT and ERR to their ends, or until OVER ends. It runs beside the
 * command, and so changes nothing for the command but where its output goes. It is started first: what
 * it does not understand is refused before the command runs.
 */
#include "run.h"
#include <linux/poll.h>

#define PIPES 4
#define READY_SECONDS 60 /* for a JVM to come up in */
enum { OUT, ERR, OVER, READY };

static long reads[PIPES], writes[PIPES];
static int passer;
static int failed;

long high(long fd)
{
	long moved = call(__NR_fcntl, fd, F_DUPFD_CLOEXEC, 3, 0);

	call(__NR_close, fd, 0, 0, 0);
	return moved;
}

static int make_pipes(void)
{
	for (int i = 0; i < PIPES; i++) {
		int ends[2];
		long error = call(__NR_pipe2, (word_t)ends, O_CLOEXEC, 0, 0);

		if (!error) {
			reads[i] = high(ends[0]);
			writes[i] = high(ends[1]);
			error = reads[i] < 0 ? reads[i] : writes[i] < 0 ? writes[i] : 0;
		}
		if (error) {
			say("no pipe for the output: ", error_name(-error), (char *)0);
			return 0;
		}
	}
	return 1;
}

static void become_passer(const struct plan *plan, char **environment, const struct before *before)
{
	const char *program = installed("scripts/build/start-jvm", "lib/penstock/start-jvm");
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	char pipes[128], number[21];
	char *words[16], **word = words;
	char *to = put(put(pipes, "--passing="), decimal(before->parent, number));

	to = put(put(to, ","), decimal(reads[OUT], number));
	to = put(put(to, ","), decimal(reads[ERR], number));
	to = put(put(to, ","), decimal(reads[OVER], number));
	put(put(to, ","), decimal(writes[READY], number));
	*word++ = (char *)program;
	*word++ = "run";
	*word++ = pipes;
	for (int i = 0; i < plan->pass_count; i++)
		*word++ = plan->pass[i];
	*word = 0;
	stand_aside();
	close_others(writes[READY], writes[READY]);
	/* This one is inherited: its end tells of a JVM that did not come so far. */
	call(__NR_fcntl, writes[READY], F_SETFD, 0, 0);
	/* A group of its own, which the terminal's keys do not reach; it may write to the terminal all the same. */
	call(__NR_setpgid, 0, 0, 0, 0);
	call(__NR_rt_sigaction, SIGTTOU, (word_t)&ignore, 0, sizeof(word_t));
	call(__NR_rt_sigaction, SIGHUP, (word_t)&ignore, 0, sizeof(word_t));
	call(__NR_rt_sigprocmask, SIG_SETMASK, (word_t)&before->mask, 0, sizeof(word_t));
	say("cannot start '", program, "': ",
	    error_name(-call(__NR_execve, (word_t)program, (word_t)words, (word_t)environment, 0)), (char *)0);
	leave(FAILED);
}

/* Waits until it has opened the pipes; meanwhile these signals end this process, unless they were blocked before. */
static int became_ready(const struct before *before)
{
	static const int ending[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
	struct pollfd ready = { reads[READY], POLLIN, 0 };
	struct timespec patience = { READY_SECONDS, 0 };
	word_t mask = ~0ul;
	char byte;

	for (word_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		mask &= ~(1ul << (ending[i] - 1));
	mask |= before->mask;
	if (call5(__NR_ppoll, (word_t)&ready, 1, (word_t)&patience, (word_t)&mask, sizeof(word_t)) <= 0) {
		call(__NR_kill, -passer, SIGKILL, 0, 0);
		say("the JVM for the output was given up: it did not come up in ", "60 seconds", (char *)0);
		return 0;
	}
	return call(__NR_read, reads[READY], (word_t)&byte, 1, 0) == 1;
}

static int start_relay(void)
{
	if (!make_pipes() || !make_terminal())
		return FAILED;
	passer = fork_process();
	if (passer == 0)
		relay(reads[OVER]);
	if (passer < 0) {
		say("no process for the terminal: ", error_name(-passer), (char *)0);
		return FAILED;
	}
	spare(passer);
	return 0;
}

int start_passing(const struct plan *plan, char **environment, const struct before *before)
{
	int status;

	if (plan->pty)
		return start_relay();
	if (!plan->pass_count)
		return 0;
	if (!make_pipes())
		return FAILED;
	passer = fork_process();
	if (passer == 0)
		become_passer(plan, environment, before);
	if (passer < 0) {
		say("no process for the output: ", error_name(-passer), (char *)0);
		return FAILED;
	}
	call(__NR_setpgid, passer, passer, 0, 0);
	spare(passer);
	call(__NR_close, writes[READY], 0, 0, 0);
	if (became_ready(before)) {
		for (int i = 0; i < PIPES; i++)
			call(__NR_close, reads[i], 0, 0, 0);
		remember_output(0, writes[OUT]);
		remember_output(1, writes[ERR]);
		return 0;
	}
	/* It has said why. */
	call(__NR_wait4, passer, (word_t)&status, 0, 0);
	return status & 0x7f ? FAILED : (status >> 8) & 0xff;
}

void connect_outputs(const struct plan *plan)
{
	if (plan->pty)
		enter_terminal();
	if (!plan->pass_count)
		return;
	call(__NR_dup3, writes[OUT], 1, 0, 0);
	call(__NR_dup3, writes[ERR], 2, 0, 0);
}

long kept_for_passing(const struct plan *plan)
{
	return plan->pass_count || plan->pty ? writes[OVER] : 2;
}

int is_passing(void)
{
	return passer != 0;
}

void passed(int pid, int how, int status)
{
	if (pid != passer)
		return;
	passer = 0;
	failed = how != CLD_EXITED || status;
	if (how != CLD_EXITED)
		say("the output was lost: what passed it on was killed", (char *)0);
}

void command_ended(const struct plan *plan)
{
	if (plan->pty && passer)
		call(__NR_write, writes[OVER], (word_t) "", 1, 0);
}

void pass_no_more(void)
{
	call(__NR_close, writes[OVER], 0, 0, 0);
}

void kill_passer(void)
{
	/* The JVM has a group of its own; the fork has not. */
	if (call(__NR_kill, -passer, SIGKILL, 0, 0) < 0)
		call(__NR_kill, passer, SIGKILL, 0, 0);
	say("its reader takes no more output; the last bytes are lost", (char *)0);
}

int passing_failed(void)
{
	return failed;
}
