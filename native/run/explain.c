/*
 * Somebody who looks at the command's tree before its time is up: `penstock inspect`, another process
 * of its own group, whose output goes to a file in memory, or of --report. Whatever becomes of it, the limit is kept:
 * its output is printed by one more process, since whoever reads our standard error may be asleep.
 */
#include "run.h"
#include <linux/prctl.h>

#define SUBJECTS 64
#define MOST (1 << 20) /* bytes of an explanation */
#define MFD_CLOEXEC 1u

static int looker, teller;
static long file = -1;

/* Of --report, or none. Its files are opened by the processes here alone: a folder of another machine's
 * may not answer, and the limit is kept nevertheless. */
static const char *folder;

/* The words of the one who looks; 0 if there is nobody to look at. */
static char **looker_words(const char *program, const char *report, const struct tree *tree)
{
	static char numbers[SUBJECTS][21];
	static char page[REPORT_PATH];
	static char *words[SUBJECTS + 5];
	int count = 0, subjects = 0;

	words[count++] = (char *)program;
	words[count++] = "inspect";
	if (report) {
		words[count++] = "--html";
		words[count++] = (char *)report_path(report, "inspect.html", page);
	}
	for (int i = 0; i < tree->count && subjects < SUBJECTS; i++)
		if (tree->process[i].below)
			words[count++] = (char *)decimal(tree->process[i].pid, numbers[subjects++]);
	words[count] = 0;
	return tree->below ? words : 0;
}

static void look_on(const struct tree *tree, const char *program, char **words,
		    char **environment, const struct before *before)
{
	long written;

	call(__NR_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
	if (call(__NR_getppid, 0, 0, 0, 0) != before->parent)
		leave(FAILED);
	call(__NR_setpgid, 0, 0, 0, 0);
	stand_aside();
	written = folder ? report_file(folder, "inspect.txt") : -1;
	call(__NR_dup3, written < 0 ? file : written, 1, 0, 0);
	call(__NR_dup3, written < 0 ? file : written, 2, 0, 0);
	call(__NR_rt_sigprocmask, SIG_SETMASK, (word_t)&before->mask, 0, sizeof(word_t));
	error_fd = 2;
	if (folder)
		report_kernel(folder, tree);
	say("explain: cannot start '", program, "': ",
	    error_name(-call(__NR_execve, (word_t)program, (word_t)words, (word_t)environment, 0)), (char *)0);
	leave(FAILED);
}

void explain(const struct plan *plan, char **environment, const struct before *before)
{
	const char *program = installed("scripts/build/start-jvm", "lib/penstock/start-jvm");
	const struct tree *tree = look();
	char **words;
	long low;

	if (!program) {
		say("explain: cannot tell where penstock is installed: /proc is not there", (char *)0);
		return;
	}
	folder = plan->report;
	low = call(__NR_memfd_create, (word_t) "explanation", MFD_CLOEXEC, 0, 0);
	/* Above 2, wherever one of those is closed. */
	file = low < 0 ? low : call(__NR_fcntl, low, F_DUPFD_CLOEXEC, 3, 0);
	if (low >= 0)
		call(__NR_close, low, 0, 0, 0);
	if (file < 0) {
		say("explain: no file for it: ", error_name(-file), (char *)0);
		return;
	}
	words = looker_words(program, plan->report, tree);
	if (!words)
		return;
	looker = fork_process();
	if (looker == 0)
		look_on(tree, program, words, environment, before);
	if (looker < 0) {
		say("explain: no process for it: ", error_name(-looker), (char *)0);
		looker = 0;
		return;
	}
	call(__NR_setpgid, looker, looker, 0, 0);
	spare(looker);
}

int explaining(void)
{
	return looker != 0;
}

void explained(int pid)
{
	if (pid == looker)
		looker = 0;
	if (pid == teller)
		teller = 0;
}

static void print(long from)
{
	static char piece[4096];
	long size;

	call(__NR_lseek, from, 0, 0, 0);
	for (long left = MOST; left > 0 && (size = call(__NR_read, from, (word_t)piece, sizeof(piece), 0)) > 0;)
		for (long at = 0; at < size && left > 0;) {
			long written = call(__NR_write, error_fd, (word_t)piece + at, size - at, 0);

			if (written <= 0)
				leave(0);
			at += written;
			left -= written;
		}
}

/* What was written before the report's file was open, and the report's file. */
static void print_all(void)
{
	char path[REPORT_PATH];
	long kept;

	print(file);
	if (folder) {
		kept = call(__NR_openat, AT_FDCWD, (word_t)report_path(folder, "inspect.txt", path), O_RDONLY | O_CLOEXEC, 0);
		if (kept >= 0)
			print(kept);
	}
	leave(0);
}

void tell_explanation(void)
{
	if (looker) {
		call(__NR_kill, -looker, SIGKILL, 0, 0);
		say("explain: it took too long and was given up", (char *)0);
	}
	if (file < 0)
		return;
	teller = fork_process();
	if (teller == 0)
		print_all();
	if (teller < 0)
		teller = 0;
	else
		spare(teller);
	call(__NR_close, file, 0, 0, 0);
	file = -1;
}

int telling(void)
{
	return teller != 0;
}

void stop_telling(void)
{
	if (looker)
		call(__NR_kill, -looker, SIGKILL, 0, 0);
	if (teller)
		call(__NR_kill, teller, SIGKILL, 0, 0);
}
