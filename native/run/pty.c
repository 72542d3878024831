/*
 * A terminal for the command: `--pty`. A process beside the command has the master: it types what it reads
 * from standard input, and writes to standard output what the command prints. Where standard input is a
 * terminal too, that one is raw meanwhile, so that its keys mean what they mean on the command's.
 */
#include "run.h"
#include <asm/ioctls.h>
#include <asm/termios.h>
#include <linux/poll.h>
#include <linux/signalfd.h>

#define PIECE 4096
#define LONGEST 4095 /* of a cooked terminal's line; the kernel drops the rest: termios(3) */

static int master = -1, slave = -1;

/* Standard input's terminal as it was; only where `ours`. */
static struct termios found;
static int ours;

/* What is typed: read, and not yet taken by the terminal. */
static char typed[PIECE + 2];
static int typed_at, typed_end;
static int line; /* bytes since the last end of a line */
static int input = 0, output = 1; /* -1: no more of it */
static int failed;

static long control(int fd, word_t request, void *argument)
{
	return call(__NR_ioctl, fd, request, (word_t)argument, 0);
}

/* Nobody in the background takes the terminal from the one in front. */
static int in_front(int fd)
{
	int group;

	return !control(fd, TIOCGPGRP, &group) && group == call(__NR_getpgid, 0, 0, 0, 0);
}

static void copy_size(void)
{
	struct winsize size;

	if (!control(0, TIOCGWINSZ, &size) || !control(1, TIOCGWINSZ, &size))
		control(master, TIOCSWINSZ, &size);
}

/* As the user's own; without one, what is typed is not printed, and lines end as in a pipe. */
static void set_up(void)
{
	struct winsize usual = { .ws_row = 24, .ws_col = 80 };
	struct termios settings;

	control(master, TIOCSWINSZ, &usual);
	copy_size();
	if (control(0, TCGETS, &settings) && control(1, TCGETS, &settings)) {
		control(master, TCGETS, &settings);
		settings.c_lflag &= ~ECHO;
		settings.c_oflag &= ~ONLCR;
	}
	control(master, TCSETS, &settings);
}

static long open_slave(void)
{
	long flags = O_RDWR | O_NOCTTY | O_CLOEXEC, fd = control(master, TIOCGPTPEER, (void *)flags);
	char path[64], number[21];
	unsigned index;

	if ((fd == -ENOTTY || fd == -EINVAL) && !control(master, TIOCGPTN, &index)) {
		/* Linux before 4.13. */
		put(put(path, "/dev/pts/"), decimal(index, number));
		fd = call(__NR_openat, AT_FDCWD, (word_t)path, flags, 0);
	}
	return fd;
}

int make_terminal(void)
{
	int unlocked = 0;
	long fd = call(__NR_openat, AT_FDCWD, (word_t) "/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK, 0);

	if (fd >= 0) {
		master = high(fd);
		control(master, TIOCSPTLCK, &unlocked);
		fd = open_slave();
	}
	if (fd < 0) {
		say("--pty: no terminal: ", error_name(-fd), (char *)0);
		return 0;
	}
	slave = high(fd);
	set_up();
	remember_terminal(slave);
	return 1;
}

void enter_terminal(void)
{
	call(__NR_setsid, 0, 0, 0, 0);
	control(slave, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		call(__NR_dup3, slave, fd, 0, 0);
}

/* -- Beside the command */

static void make_raw(void)
{
	struct termios raw = found;

	raw.c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	raw.c_oflag &= ~OPOST;
	raw.c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	raw.c_cflag = (raw.c_cflag & ~(CSIZE | PARENB)) | CS8;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	control(0, TCSETSW, &raw);
}

/* The end of the input, as a key; twice after a line without an end. A raw terminal has none. */
static void type_end(const struct termios *settings)
{
	for (int times = line ? 2 : 1; settings->c_lflag & ICANON && times; times--)
		typed[typed_end++] = settings->c_cc[VEOF];
	input = -1;
}

static void read_input(void)
{
	struct termios settings;
	long count = call(__NR_read, input, (word_t)typed, PIECE, 0);

	typed_at = typed_end = 0;
	control(master, TCGETS, &settings);
	for (; typed_end < count; typed_end++) {
		char key = typed[typed_end];

		line = key == '\n' || key == settings.c_cc[VEOF] || (key == '\r' && settings.c_iflag & ICRNL) ? 0 : line + 1;
		if (line > LONGEST && settings.c_lflag & ICANON && !ours) {
			say("--pty: the input has a line of more than ", "4095 bytes, which a terminal cuts: it ends there",
			    (char *)0);
			failed = 1;
			count = 0;
			break;
		}
	}
	if (count <= 0)
		type_end(&settings);
}

/* Whether there is no more to come: nobody has the terminal open. */
static int print(void)
{
	static char piece[PIECE];
	long count = call(__NR_read, master, (word_t)piece, PIECE, 0);
	char *at = piece;

	if (count == -EAGAIN)
		return 0;
	if (count <= 0)
		return 1;
	while (output >= 0 && count > 0) {
		long written = call(__NR_write, output, (word_t)at, count, 0);

		if (written == -EAGAIN) {
			struct pollfd room = { output, POLLOUT, 0 };

			call5(__NR_ppoll, (word_t)&room, 1, 0, 0, 0);
		} else if (written <= 0) {
			/* Nobody reads: the terminal hangs up. */
			leave(failed);
		} else {
			at += written;
			count -= written;
		}
	}
	return 0;
}

static int has_window_changes(int signals)
{
	struct signalfd_siginfo change;

	return call(__NR_read, signals, (word_t)&change, sizeof(change), 0) == sizeof(change);
}

/* Types and prints until the command has ended and all is printed, or its printing is over. */
static void carry(int over, int signals)
{
	int silent = 0, ended = 0;

	for (;;) {
		int typing = typed_at < typed_end;
		struct pollfd set[] = {
			{ silent ? -1 : master, typing ? POLLIN | POLLOUT : POLLIN, 0 },
			{ typing ? -1 : input, POLLIN, 0 },
			{ signals, POLLIN, 0 },
			{ over, POLLIN, 0 },
		};
		char byte;

		call5(__NR_ppoll, (word_t)set, sizeof(set) / sizeof(set[0]), 0, 0, 0);
		if (set[2].revents && has_window_changes(signals))
			copy_size();
		if (set[0].revents & POLLOUT) {
			long taken = call(__NR_write, master, (word_t)(typed + typed_at), typed_end - typed_at, 0);

			typed_at = taken >= 0 ? typed_at + taken : taken == -EAGAIN ? typed_at : typed_end;
		}
		if (set[1].revents)
			read_input();
		if (set[3].revents) {
			if (call(__NR_read, over, (word_t)&byte, 1, 0) != 1)
				return;
			ended = 1;
			silent = 0;
		} else if (!(set[0].revents & (POLLIN | POLLHUP))) {
			continue;
		}
		/* A command that has closed its streams may go on: the terminal stays until it has ended. */
		silent = print();
		if (silent && ended)
			return;
	}
}

/* The caller's descriptors are the command's; of ours the master stays as 3, and the other one as 4. */
static void keep_two(int *other)
{
	long high_master = call(__NR_fcntl, master, F_DUPFD_CLOEXEC, 10, 0);
	long high_other = call(__NR_fcntl, *other, F_DUPFD_CLOEXEC, 10, 0);

	master = 3;
	*other = 4;
	call(__NR_dup3, high_master, master, O_CLOEXEC, 0);
	call(__NR_dup3, high_other, *other, O_CLOEXEC, 0);
	call(__NR_close, high_master, 0, 0, 0);
	call(__NR_close, high_other, 0, 0, 0);
	close_others(3, 4);
}

void relay(int over)
{
	word_t changes = 1ul << (SIGWINCH - 1);
	int signals;

	keep_two(&over);
	signals = call(__NR_signalfd4, -1, (word_t)&changes, sizeof(changes), SFD_CLOEXEC | SFD_NONBLOCK);
	if (call(__NR_fcntl, output, F_GETFD, 0, 0) < 0)
		output = -1;
	if (!control(0, TCGETS, &found)) {
		ours = in_front(0);
		if (ours)
			make_raw();
		else
			input = -1;
	} else if (call(__NR_fcntl, input, F_GETFD, 0, 0) < 0) {
		read_input();
	}
	carry(over, signals);
	if (ours)
		control(0, TCSETSW, &found);
	leave(failed);
}
