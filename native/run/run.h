/*
 * penstock run: a command behind a program that is not felt. One file, one idea; this names what
 * they have for each other. Freestanding, as bare.h.
 */
#ifndef RUN_H
#define RUN_H

#include "../bare.h"
#include <asm/unistd.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/signal.h>
#include <linux/time.h>

#define SIGNALS 64 /* the highest signal's number */
#define NEVER (~0ul >> 1)
#define SECOND 1000000000ul

enum { TIMED_OUT = 124, FAILED = 125, CANNOT_RUN = 126, NOT_FOUND = 127, SIGNALLED = 128, USAGE = 2 };

/* What was typed. Times are in nanoseconds; NEVER for none. */
struct plan {
	char **command;
	const char *directory;
	char **variables; /* NAME=VALUE */
	int variable_count;
	word_t limit, kill_after;
	int signal;
	int new_group, propagate;
	int pty;
	int explain; /* 1, 0, or -1: as the limit has it */
	const char *report; /* the folder of --report; 0 for none */
	const char *limit_word;
	char *pass[8]; /* for the one who passes the output on: --max-line N or --capture N */
	int pass_count;
};

/* plan.c: 1, or 0 where an option is not for this program. Ends with USAGE on a bad value. */
int read_plan(struct plan *plan, char **argv);

/* words.c */
word_t time_span(const char *text); /* BAD_SPAN if it is none */
#define BAD_SPAN (~0ul)
int signal_number(const char *text); /* 0 if it is none */
const char *signal_name(int number);
const char *decimal(word_t number, char *space); /* space: 21 bytes */
int digits(const char **text); /* the number that it begins with; what follows is left */
int begins(const char *text, const char *with);

/* say.c: on standard error, never waiting long for who reads it. The last part is 0. */
void say(const char *part, ...);
extern int error_fd; /* -1 where standard error was closed */
extern const char *speaker; /* what each line begins with */
const char *error_name(long error);

/* command.c: in the child, which becomes the command. Does not return. */
struct before {
	word_t mask; /* the signals that were blocked */
	int child_signal_ignored;
	int parent;
};
__attribute__((noreturn)) void become(const struct plan *plan, char **environment, const struct before *before);
__attribute__((noreturn)) void leave(int code);
long fork_process(void);

/* wait.c: until the command has ended; the exit code. */
int wait_for(const struct plan *plan, char **environment, const struct before *before, int child);

/* tree.c: who lives below this process, as /proc shows it. */
struct process {
	int pid, parent;
	word_t start; /* in clock ticks after the machine's own */
	char state;
	char below; /* one of those that the command has brought about */
};
struct tree {
	struct process *process;
	int count;
	int below; /* how many */
};
void spare(int pid); /* a child of ours that is not the command's */
void spare_no_more(int pid); /* it has ended */
void spare_children(void); /* all that are there now */
const struct tree *look(void);
int nobody_below(void);
void signal_below(const struct tree *tree, int signal);
void continue_below(const struct tree *tree); /* those that are stopped */
word_t heap(word_t bytes); /* that many, at the end of what there is; for good */

/* holders.c */
void remember_output(int which, int fd); /* 0 or 1; fd is where it goes */
void remember_terminal(int slave);
void name_holders(const char *consequence);

/* explain.c: somebody who looks at the tree, with a budget. */
void explain(const struct plan *plan, char **environment, const struct before *before); /* starts him */
int explaining(void);
void explained(int pid); /* that child has ended */
void tell_explanation(void); /* begins to print what he has found so far, and ends him */
int telling(void);
void stop_telling(void);

/* report.c: what --report DIR keeps. */
#define REPORT_PATH 4096
void make_report(const char *folder); /* ends with an error where that cannot be */
const char *report_path(const char *folder, const char *name, char *space); /* space: REPORT_PATH bytes */
long report_file(const char *folder, const char *name); /* a new descriptor, or minus an error number, which is told */
void report_kernel(const char *folder, const struct tree *tree);

/* pass.c: where --max-line, --capture or --pty is asked for. */
long high(long fd); /* the same above 2, wherever one of those is closed */
int start_passing(const struct plan *plan, char **environment, const struct before *before); /* or the exit code */
void connect_outputs(const struct plan *plan); /* in the child */
long kept_for_passing(const struct plan *plan); /* a descriptor */
int is_passing(void);
void passed(int pid, int how, int status); /* that child has ended */
void command_ended(const struct plan *plan); /* the terminal is over once it is read empty */
void pass_no_more(void); /* it is to write what it has */
void kill_passer(void);
int passing_failed(void);

/* pty.c */
int make_terminal(void); /* 0 where it has said why not */
void enter_terminal(void); /* in the child */
__attribute__((noreturn)) void relay(int over); /* over: a byte comes when the command has ended, the end of file to end this */

/* start.c: a file of this installation; 0 if it cannot be told where that is. */
const char *installed(const char *in_checkout, const char *below_prefix);
void close_others(word_t first, word_t last); /* all above 2 but these */
void stand_aside(void); /* for a JVM: no input, and a folder that is there */

word_t now(void);
int read_file(const char *path, char *into, int space); /* bytes, or minus an error number */
char *put(char *to, const char *text); /* its end, where there is a 0 */

#endif
