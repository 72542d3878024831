/* The options; those that this program does not know are for the Java command to refuse. */
#include "run.h"

#define KILL_AFTER (2 * SECOND)

/* An option's value: in the same word behind =, or in the next one. */
static const char *value(char ***word, const char *name)
{
	const char *at = **word;

	if (!begins(at, name))
		return 0;
	at += length(name);
	if (*at == '=')
		return at + 1;
	if (*at || !(*word)[1])
		return 0;
	return *++*word;
}

/* The same for a letter: -C DIR, -CDIR. */
static const char *letter(char ***word, const char *name)
{
	const char *at = **word;

	if (!begins(at, name))
		return 0;
	if (at[2])
		return at + 2 + (at[2] == '=');
	return (*word)[1] ? *++*word : 0;
}

static void refuse(const char *option, const char *text, const char *wants)
{
	say(option, ": '", text, "' ", wants, (char *)0);
	leave(USAGE);
}

static word_t span(const char *option, const char *text)
{
	word_t read = time_span(text);

	if (read == BAD_SPAN)
		refuse(option, text, "is not a length of time: write 30, 500ms, 2s, 1.5m, 1h or 1d; 0 for none");
	return read;
}

/* The heap's pieces follow each other, and nobody else takes one meanwhile. */
static void keep_variable(struct plan *plan, char *variable)
{
	char **place = (char **)heap(sizeof(char *));

	if (!plan->variable_count++)
		plan->variables = place;
	*place = variable;
}

/* More than can be meant are left out; the Java command refuses even two. */
static void pass(struct plan *plan, const char *option, const char *text)
{
	if (plan->pass_count + 2 > (int)(sizeof(plan->pass) / sizeof(plan->pass[0])))
		return;
	plan->pass[plan->pass_count++] = (char *)option;
	plan->pass[plan->pass_count++] = (char *)text;
}

int read_plan(struct plan *plan, char **argv)
{
	const char *text;
	char **word;

	speaker = "penstock: run: ";
	plan->limit = NEVER;
	plan->kill_after = KILL_AFTER;
	plan->signal = SIGTERM;
	plan->explain = -1;
	for (word = argv + 2; *word && **word == '-'; word++) {
		if (same(*word, "--")) {
			word++;
			break;
		}
		if ((text = value(&word, "--timeout"))) {
			plan->limit = span("--timeout", text);
			plan->limit_word = text;
		} else if ((text = value(&word, "--kill-after"))) {
			plan->kill_after = span("--kill-after", text);
		} else if ((text = value(&word, "--signal"))) {
			plan->signal = signal_number(text);
			if (!plan->signal)
				refuse("--signal", text, "is not a signal: write TERM, SIGTERM or 15");
		} else if (same(*word, "--new-group")) {
			plan->new_group = 1;
		} else if (same(*word, "--pty")) {
			plan->pty = 1;
		} else if (same(*word, "--propagate")) {
			plan->propagate = 1;
		} else if (same(*word, "--explain")) {
			plan->explain = 1;
		} else if (same(*word, "--no-explain")) {
			plan->explain = 0;
		} else if ((text = value(&word, "--report"))) {
			plan->report = text;
		} else if ((text = value(&word, "--directory")) || (text = letter(&word, "-C"))) {
			plan->directory = text;
		} else if ((text = value(&word, "--env")) || (text = letter(&word, "-e"))) {
			const char *equals = text;

			while (*equals && *equals != '=')
				equals++;
			if (equals == text || !*equals)
				refuse("--env", text, "is not NAME=VALUE");
			keep_variable(plan, (char *)text);
		} else if ((text = value(&word, "--max-line"))) {
			pass(plan, "--max-line", text);
		} else if ((text = value(&word, "--capture"))) {
			pass(plan, "--capture", text);
		} else {
			return 0;
		}
	}
	if (plan->pty && plan->pass_count)
		refuse("--pty", plan->pass[0], "cannot be had with it: the output is read line by line, and a terminal's is drawn");
	plan->command = word;
	return *word != 0;
}
