/* Words: lengths of time, names of signals, numbers. */
#include "run.h"

#define RT_FIRST 34 /* SIGRTMIN as C libraries have it: they keep 32 and 33 for themselves */
#define LONGEST 1e9 /* seconds; longer is never */

static const char *const names[] = {
	"", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
	"TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
	"WINCH", "IO", "PWR", "SYS",
};
#define NAMES ((int)(sizeof(names) / sizeof(names[0])))

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

/* Whether the text begins with these capitals, in any case; it is left behind them. */
static int takes(const char **text, const char *capitals)
{
	const char *at = *text;

	while (*capitals && upper(*at) == *capitals)
		at++, capitals++;
	if (*capitals)
		return 0;
	*text = at;
	return 1;
}

int begins(const char *text, const char *with)
{
	while (*with && *text == *with)
		text++, with++;
	return !*with;
}

int digits(const char **text)
{
	int value = 0;

	while (**text >= '0' && **text <= '9' && value < 100000000)
		value = value * 10 + *(*text)++ - '0';
	return value;
}

/* A double's digits, with a fraction and an exponent; where there are none, the text is not moved. */
static double decimals(const char **text)
{
	const char *at = *text;
	double value = 0, unit = 1;
	int any = 0, exponent, minus;

	for (; *at >= '0' && *at <= '9'; any = 1)
		value = value * 10 + (*at++ - '0');
	if (*at == '.')
		for (at++; *at >= '0' && *at <= '9'; any = 1)
			value += (*at++ - '0') * (unit /= 10);
	if (!any)
		return 0;
	if (*at == 'e' && (at[1] == '-' || at[1] == '+' || (at[1] >= '0' && at[1] <= '9'))) {
		minus = at[1] == '-';
		at += 1 + (at[1] == '-' || at[1] == '+');
		for (exponent = digits(&at); exponent > 0 && value > 0 && value < 1e300; exponent--)
			value = minus ? value / 10 : value * 10;
	}
	*text = at;
	return value;
}

/* As timeout(1) has it: seconds where there is no unit, 0 is none. And ms, as penstock has it. */
word_t time_span(const char *text)
{
	const char *at = text;
	double value, unit = 1;

	if (takes(&at, "INF") && (!*at || same(at, "inity")))
		return NEVER;
	at = text;
	value = decimals(&at);
	if (at == text)
		return BAD_SPAN;
	if (same(at, "ms"))
		unit = 1e-3;
	else if (same(at, "m"))
		unit = 60;
	else if (same(at, "h"))
		unit = 3600;
	else if (same(at, "d"))
		unit = 86400;
	else if (*at && !same(at, "s"))
		return BAD_SPAN;
	value *= unit;
	if (value == 0 || value > LONGEST)
		return NEVER;
	/* A very short time is still not none. */
	return value * SECOND < 1 ? 1 : (word_t)(value * SECOND);
}

/* TERM, SIGTERM, sigterm, 15, RTMIN+1, RTMAX-1. */
int signal_number(const char *text)
{
	const char *at = text;
	int number;

	if (*at >= '0' && *at <= '9') {
		number = digits(&at);
		return !*at && number <= SIGNALS ? number : 0;
	}
	takes(&at, "SIG");
	if (takes(&at, "RTMIN") || takes(&at, "RTMAX")) {
		int first = upper(at[-1]) == 'N' ? RT_FIRST : SIGNALS;
		int sign = first == RT_FIRST ? 1 : -1;

		if (!*at)
			return first;
		if (*at != (sign > 0 ? '+' : '-') || at[1] < '0' || at[1] > '9')
			return 0;
		at++;
		number = first + sign * digits(&at);
		return !*at && number >= RT_FIRST && number <= SIGNALS ? number : 0;
	}
	for (number = 1; number < NAMES; number++) {
		const char *rest = at;

		if (takes(&rest, names[number]) && !*rest)
			return number;
	}
	return 0;
}

const char *signal_name(int number)
{
	static char name[16];

	if (number < NAMES)
		put(put(name, "SIG"), names[number]);
	else
		decimal(number, put(name, "signal "));
	return name;
}

const char *decimal(word_t number, char *space)
{
	char reversed[21];
	char *to = space;
	int count = 0;

	do
		reversed[count++] = '0' + number % 10;
	while (number /= 10);
	while (count)
		*to++ = reversed[--count];
	*to = 0;
	return space;
}

char *put(char *to, const char *text)
{
	while ((*to = *text++))
		to++;
	return to;
}
