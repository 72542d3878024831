/*
 * bare: what a program without a C library stands on: its first instruction, the kernel's calls,
 * and a few words for strings. It must define `start`.
 */
#ifndef BARE_H
#define BARE_H

typedef unsigned long word_t;

#if defined(__x86_64__)
#define FIRST_INSTRUCTION                      \
	__asm__(".globl _start\n"              \
		"_start:\n"                    \
		"	xor %ebp, %ebp\n"      \
		"	mov %rsp, %rdi\n"      \
		"	and $-16, %rsp\n"      \
		"	call start\n")

static inline long call5(long number, word_t a, word_t b, word_t c, word_t d, word_t e)
{
	register word_t r10 __asm__("r10") = d;
	register word_t r8 __asm__("r8") = e;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
#define FIRST_INSTRUCTION                      \
	__asm__(".globl _start\n"              \
		"_start:\n"                    \
		"	mov x29, #0\n"         \
		"	mov x30, #0\n"         \
		"	mov x0, sp\n"          \
		"	bl start\n")

static inline long call5(long number, word_t a, word_t b, word_t c, word_t d, word_t e)
{
	register long x8 __asm__("x8") = number;
	register word_t x0 __asm__("x0") = a;
	register word_t x1 __asm__("x1") = b;
	register word_t x2 __asm__("x2") = c;
	register word_t x3 __asm__("x3") = d;
	register word_t x4 __asm__("x4") = e;

	__asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
	return x0;
}
#else
#error "x86_64 and aarch64 only"
#endif

/* Four arguments; a fifth is 0, as prctl(2) wants it. */
static inline long call(long number, word_t a, word_t b, word_t c, word_t d)
{
	return call5(number, a, b, c, d, 0);
}

static inline int same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

static inline word_t length(const char *text)
{
	const char *end = text;

	while (*end)
		end++;
	return end - text;
}

#endif
