/* Adler-32 (RFC 1950). In blocks, which the compiler makes vector code of: the JVM's own is such code too. */
#ifndef PENSTOCK_ADLER_H
#define PENSTOCK_ADLER_H

#include <stddef.h>
#include <stdint.h>

#define ADLER 65521
/* So many bytes can be added up before 32 bits overflow. */
#define ADLER_RUN 5552
#define ADLER_BLOCK 32

struct adler {
	uint32_t a, b;
};

static inline struct adler adler_begin(void)
{
	return (struct adler){ 1, 0 };
}

static inline uint32_t adler_value(const struct adler *s)
{
	return s->b << 16 | s->a;
}

__attribute__((optimize("O3"), unused))
static void adler_add(struct adler *s, const void *what, size_t n)
{
	const unsigned char *bytes = what;

	while (n > 0) {
		size_t run = n < ADLER_RUN ? n : ADLER_RUN;

		n -= run;
		for (; run >= ADLER_BLOCK; run -= ADLER_BLOCK, bytes += ADLER_BLOCK) {
			uint32_t sum = 0, weighted = 0;

			for (uint32_t i = 0; i < ADLER_BLOCK; i++) {
				sum += bytes[i];
				weighted += (ADLER_BLOCK - i) * bytes[i];
			}
			s->b += ADLER_BLOCK * s->a + weighted;
			s->a += sum;
		}
		while (run-- > 0) {
			s->a += *bytes++;
			s->b += s->a;
		}
		s->a %= ADLER;
		s->b %= ADLER;
	}
}

#endif
