/*
 * Until the command has ended: its signals are handed on, its stops are this process's stops, and
 * when its time is up all that it has brought about is ended.
 *
 * All signals are blocked and taken one by one, so nothing here runs at an unexpected moment.
 */
#include "run.h"
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/wait.h>

#define EXPLAINED_FROM (10 * SECOND) /* shorter limits are explained only where that is asked for */
#define HEAD_START (5 * SECOND) /* of the one who explains, before the limit; half the limit at most */
#define LATENESS (2 * SECOND) /* of the first signal, while he is at it */
#define ROUND (SECOND / 50) /* between two looks at who is left */
#define GIVEN_UP (5 * SECOND) /* after SIGKILL */
#define LAST_WORDS SECOND /* for the explanation and the output to be read, once the time is up */
#define FIRST_WORDS (SECOND / 5) /* for the explanation, before the signal is told */
#define OUTPUT_GRACE (5 * SECOND) /* after the command's end, for those who still hold its output */

enum stage { RUNNING, EXPLAINING, SIGNALLED_ALL, KILLING, OVER };

static const struct plan *plan;
static char **environment;
static const struct before *before;
static int self, child;

static enum stage stage;
static word_t next; /* when the stage is over */
static word_t deadline;

static int ended, how, status; /* of the child, as waitid(2) has it */
static int child_stopped, child_continued;

static void enter(enum stage to, word_t at)
{
	stage = to;
	next = at;
}

static word_t after(word_t from, word_t span)
{
	return span == NEVER || from == NEVER ? NEVER : from + span;
}

/* -- Signals */

/* The terminal sends these to its whole foreground group. */
static int of_terminal(int signal)
{
	return signal == SIGINT || signal == SIGQUIT || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU ||
	       signal == SIGWINCH || signal == SIGHUP || signal == SIGCONT;
}

static int in_our_group(void)
{
	return call(__NR_getpgid, child, 0, 0, 0) == call(__NR_getpgid, 0, 0, 0, 0);
}

/* Whether the child has it already, from the one who sent it to this process. */
static int has_it(int signal, const siginfo_t *info)
{
	/* At a hangup a session's leader alone is told. */
	int told_alone = (signal == SIGHUP || signal == SIGCONT) && call(__NR_getsid, 0, 0, 0, 0) == self;

	if (info->si_code == SI_KERNEL)
		return of_terminal(signal) && in_our_group() && !told_alone;
	/* Of this process's own write that nobody reads; or from the child, to its whole group. */
	return info->si_code == SI_USER && ((signal == SIGPIPE && info->si_pid == self) || (info->si_pid == child && self != 1));
}

static void hand_on(int signal, siginfo_t *info)
{
	if (info->si_code == SI_QUEUE && !plan->new_group)
		call(__NR_rt_sigqueueinfo, child, signal, (word_t)info, 0);
	else
		call(__NR_kill, plan->new_group ? -child : child, signal, 0, 0);
}

static int is_impatient(int signal)
{
	return signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT;
}

static void reap(void);

static void received(int signal, siginfo_t *info)
{
	if (signal == SIGCONT) {
		/* One for the group, `fg` say, has reached the child, who would else get it twice. */
		reap();
		if (child_continued) {
			child_continued = 0;
			return;
		}
	}
	if (!ended && !has_it(signal, info))
		hand_on(signal, info);
	/* Who has the time that is up, and no patience with the end of it. */
	if (stage == SIGNALLED_ALL && is_impatient(signal))
		next = 0;
}

/* -- Stops */

static int has_terminal(void)
{
	long fd = call(__NR_openat, AT_FDCWD, (word_t) "/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC, 0);

	if (fd >= 0)
		call(__NR_close, fd, 0, 0, 0);
	return fd >= 0;
}

/*
 * The shell looks at this process alone, and takes the terminal back once that is stopped. Without
 * a terminal nobody would have it go on, and the limit would not be kept.
 */
static void stop_as(int signal)
{
	word_t mask = 1ul << (signal - 1);

	if (!has_terminal())
		return;
	call(__NR_kill, self, signal, 0, 0);
	call(__NR_rt_sigprocmask, SIG_UNBLOCK, (word_t)&mask, 0, sizeof(word_t));
	call(__NR_rt_sigprocmask, SIG_BLOCK, (word_t)&mask, 0, sizeof(word_t));
	/* It goes on here, by a SIGCONT that is still to be taken. */
}

/* -- Ends */

static void reap(void)
{
	siginfo_t info = { 0 };

	for (;; info.si_pid = 0) {
		if (call5(__NR_waitid, P_ALL, 0, (word_t)&info, WEXITED | WSTOPPED | WCONTINUED | WNOHANG, 0) < 0 ||
		    !info.si_pid)
			return;
		if (info.si_pid != child) {
			if (info.si_code != CLD_STOPPED && info.si_code != CLD_CONTINUED) {
				spare_no_more(info.si_pid);
				explained(info.si_pid);
				passed(info.si_pid, info.si_code, info.si_status);
			}
			continue;
		}
		if (info.si_code == CLD_CONTINUED) {
			child_continued = child_stopped;
			child_stopped = 0;
		} else if (info.si_code == CLD_STOPPED) {
			child_stopped = 1;
			if (stage <= EXPLAINING && !plan->pty)
				stop_as(info.si_status);
		} else if (info.si_code != CLD_TRAPPED) {
			ended = 1;
			how = info.si_code;
			status = info.si_status;
		}
	}
}

/* Everybody is stopped before anybody is killed: else one that forks faster than it is read would get away. */
static void kill_below(void)
{
	signal_below(look(), SIGSTOP);
	signal_below(look(), SIGKILL);
}

static void begin_end(void)
{
	const struct tree *tree = look();
	char others[21];

	if (tree->below > 1)
		say("the time is up after ", plan->limit_word, ": ", signal_name(plan->signal), " to '", plan->command[0],
		    "' and ", decimal(tree->below - 1, others), " below it", (char *)0);
	else
		say("the time is up after ", plan->limit_word, ": ", signal_name(plan->signal), " to '", plan->command[0],
		    "'", (char *)0);
	if (tree->below)
		signal_below(tree, plan->signal);
	else if (!ended) {
		say("/proc is not there, or of another namespace: what the command has started is not found", (char *)0);
		call(__NR_kill, child, plan->signal, 0, 0);
		call(__NR_kill, child, SIGCONT, 0, 0);
	}
	continue_below(tree);
	enter(SIGNALLED_ALL, plan->signal == SIGKILL ? 0 : after(now(), plan->kill_after));
}

static void give_up(void)
{
	const struct tree *tree = look();
	char pid[21];

	for (int i = 0; i < tree->count; i++)
		if (tree->process[i].below)
			say("pid ", decimal(tree->process[i].pid, pid), " does not end by SIGKILL, and is left behind", (char *)0);
}

/* -- Time */

/* The next signal, or 0 where the time comes first. */
static int next_signal(siginfo_t *info, word_t until)
{
	word_t all = ~0ul, at = now();
	struct timespec span = { 0 };

	if (until > at) {
		span.tv_sec = (until - at) / SECOND;
		span.tv_nsec = (until - at) % SECOND;
	}
	long signal = call(__NR_rt_sigtimedwait, (word_t)&all, (word_t)info, until == NEVER ? 0 : (word_t)&span,
			   sizeof(word_t));
	return signal > 0 ? signal : 0;
}

/* So long at most as this goes on; whether somebody had no patience with it. */
static int while_it(int (*goes)(void), word_t span)
{
	word_t until = after(now(), span);
	siginfo_t info;

	for (reap(); goes() && now() < until; reap()) {
		int signal = next_signal(&info, until);

		if (signal && signal != SIGCHLD && !ended)
			received(signal, &info);
		else if (is_impatient(signal))
			return 1;
	}
	return 0;
}

static void time_is_up(void)
{
	switch (stage) {
	case RUNNING:
		if (next == deadline) {
			begin_end();
			break;
		}
		explain(plan, environment, before);
		enter(EXPLAINING, deadline);
		break;
	case EXPLAINING:
		if (explaining() && now() < deadline + LATENESS) {
			next = deadline + LATENESS;
			break;
		}
		tell_explanation();
		while_it(telling, FIRST_WORDS);
		begin_end();
		break;
	case SIGNALLED_ALL:
		kill_below();
		if (!ended)
			call(__NR_kill, child, SIGKILL, 0, 0);
		enter(KILLING, now() + GIVEN_UP);
		break;
	case KILLING:
		give_up();
		enter(OVER, NEVER);
		break;
	case OVER:
		break;
	}
}

static void start_clock(void)
{
	word_t head_start = plan->limit / 2 < HEAD_START ? plan->limit / 2 : HEAD_START;
	int explained = plan->explain < 0 ? plan->limit >= EXPLAINED_FROM || plan->report : plan->explain;

	deadline = after(now(), plan->limit);
	enter(RUNNING, deadline != NEVER && explained ? deadline - head_start : deadline);
}

/* Whether there is anything to wait for. */
static int goes_on(void)
{
	if (stage <= EXPLAINING)
		return !ended;
	return stage != OVER && !(ended && nobody_below());
}

/* The command has ended. Its output has an end, unless somebody else holds it; then he is named. */
static void let_the_output_pass(void)
{
	int hurried;

	command_ended(plan);
	hurried = while_it(is_passing, stage >= SIGNALLED_ALL ? LAST_WORDS : OUTPUT_GRACE);

	if (is_passing() && !hurried && stage < SIGNALLED_ALL) {
		name_holders("what it writes from now on is lost");
		pass_no_more();
		while_it(is_passing, NEVER);
	}
	if (is_passing())
		kill_passer();
}

static int code(void)
{
	return how == CLD_EXITED ? status : SIGNALLED + status;
}

/* As the command: by the signal that it died of, without a second core. */
static void end_as_the_command(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	word_t mask = 1ul << (status - 1);

	call(__NR_prctl, PR_SET_DUMPABLE, 0, 0, 0);
	call(__NR_rt_sigaction, status, (word_t)&standard, 0, sizeof(word_t));
	call(__NR_kill, self, status, 0, 0);
	call(__NR_rt_sigprocmask, SIG_UNBLOCK, (word_t)&mask, 0, sizeof(word_t));
}

int wait_for(const struct plan *typed, char **with, const struct before *found, int started)
{
	siginfo_t info;

	plan = typed, environment = with, before = found;
	self = found->parent, child = started;
	start_clock();
	for (reap(); goes_on(); reap()) {
		word_t until = stage >= SIGNALLED_ALL && now() + ROUND < next ? now() + ROUND : next;
		int signal = next_signal(&info, until);

		if (stage == KILLING && !signal)
			kill_below();
		if (signal && signal != SIGCHLD)
			received(signal, &info);
		if (stage == EXPLAINING && !explaining() && now() >= deadline)
			next = 0;
		if (now() >= next)
			time_is_up();
	}
	while_it(telling, LAST_WORDS);
	stop_telling();
	let_the_output_pass();
	if (stage >= SIGNALLED_ALL)
		return TIMED_OUT;
	if (!plan->pass_count && !plan->pty)
		name_holders("whoever reads that waits on");
	if (passing_failed())
		return FAILED;
	if (plan->propagate && how != CLD_EXITED)
		end_as_the_command();
	return code();
}
