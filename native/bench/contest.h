/*
 * A contestant: waits for a line on its standard input, runs one round, answers with
 * "NANOSECONDS WORK CHECK" on one line, and so on until the end of file. WORK is what was done
 * (bytes, children, exchanges), CHECK is for comparison with the other contestants' answers. When
 * the line is "sum", the round is to show that the right bytes arrive, and not how fast: CHECK is
 * made of them then.
 */
#ifndef PENSTOCK_CONTEST_H
#define PENSTOCK_CONTEST_H

#include <stdint.h>
#include <time.h>

#include "../util.h"

struct answer {
	unsigned long long work;
	unsigned long long check;
};

static inline long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int summing;

static inline void serve(struct answer (*round)(void))
{
	char line[64];

	while (fgets(line, sizeof(line), stdin)) {
		long long begun, took;
		struct answer a;

		summing = strcmp(line, "sum\n") == 0;
		begun = now();
		a = round();
		took = now() - begun;
		printf("%lld %llu %llu\n", took, a.work, a.check);
		fflush(stdout);
	}
}

#endif
