/*
 * The bytes that writers write: 64-byte lines, "line 00000000 ......\n", numbered from 0
 * (modulo 10^8). The byte at stream offset o depends on o alone, so a reader can tell
 * a lost, doubled or reordered byte wherever it looks.
 */
#ifndef PENSTOCK_PATTERN_H
#define PENSTOCK_PATTERN_H

#include <stddef.h>
#include <string.h>

#define LINE 64
#define DIGITS_AT 5
#define DIGITS 8

struct pattern {
	char line[LINE];
	size_t pos; /* bytes of this line already given out */
};

static void pattern_start(struct pattern *p)
{
	memset(p->line, '.', LINE);
	memcpy(p->line, "line 00000000 ", DIGITS_AT + DIGITS + 1);
	p->line[LINE - 1] = '\n';
	p->pos = 0;
}

/* Counts in place: printf for each line would cost more than the write that is being measured. */
static void pattern_next_line(struct pattern *p)
{
	for (int i = DIGITS_AT + DIGITS - 1; i >= DIGITS_AT; i--) {
		if (p->line[i] != '9') {
			p->line[i]++;
			break;
		}
		p->line[i] = '0';
	}
	p->pos = 0;
}

/* The next n bytes of the stream. */
static void pattern_fill(struct pattern *p, char *buf, size_t n)
{
	while (n > 0) {
		size_t part = LINE - p->pos < n ? LINE - p->pos : n;

		memcpy(buf, p->line + p->pos, part);
		buf += part;
		n -= part;
		p->pos += part;
		if (p->pos == LINE)
			pattern_next_line(p);
	}
}

#endif
