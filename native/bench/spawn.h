/*
 * Starting children as the library under test does: posix_spawn with pipes for the streams asked
 * for, every signal at its default, none blocked, nothing else inherited; and a pidfd to reap by.
 */
#ifndef PENSTOCK_SPAWN_H
#define PENSTOCK_SPAWN_H

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "contest.h"

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

extern char **environ;

struct child {
	pid_t pid;
	int pidfd;
	int fd[3]; /* our ends: write, read, read; -1 where there is no pipe */
};

enum { IN = 1, OUT = 2, ERR = 4 };

static int dev_null = -1;

static inline void nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		die("fcntl of fd %d", fd);
}

/* Pipes for the streams in the mask, /dev/null for the others; our ends non-blocking if asked. */
static inline void start_child(struct child *c, char *const argv[], int pipes, int nonblock)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t all, none;
	int theirs[3];
	int err;

	if (dev_null < 0 && (dev_null = open("/dev/null", O_RDWR | O_CLOEXEC)) < 0)
		die("/dev/null");
	for (int i = 0; i < 3; i++) {
		int p[2];

		c->fd[i] = -1;
		theirs[i] = dev_null;
		if (!(pipes & (1 << i)))
			continue;
		if (pipe2(p, O_CLOEXEC) < 0)
			die("pipe");
		c->fd[i] = i == 0 ? p[1] : p[0];
		theirs[i] = i == 0 ? p[0] : p[1];
		if (nonblock)
			nonblocking(c->fd[i]);
	}
	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	for (int i = 0; i < 3; i++)
		posix_spawn_file_actions_adddup2(&actions, theirs[i], i);
	posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	err = posix_spawnp(&c->pid, argv[0], &actions, &attr, argv, environ);
	if (err) {
		errno = err;
		die("spawn %s", argv[0]);
	}
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	for (int i = 0; i < 3; i++) {
		if (pipes & (1 << i))
			close(theirs[i]);
	}
	c->pidfd = (int)syscall(SYS_pidfd_open, c->pid, 0);
	if (c->pidfd < 0)
		die("pidfd_open");
}

static inline void require_success(const siginfo_t *info)
{
	if (info->si_code != CLD_EXITED || info->si_status != 0) {
		errno = ECHILD;
		die("a child ended with code %d status %d", info->si_code, info->si_status);
	}
}

static inline void reap(struct child *c)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	if (waitid(P_PIDFD, (id_t)c->pidfd, &info, WEXITED) < 0)
		die("waitid");
	require_success(&info);
	close(c->pidfd);
}

static inline int epoll(void)
{
	int ep = epoll_create1(EPOLL_CLOEXEC);

	if (ep < 0)
		die("epoll_create1");
	return ep;
}

static inline void watch(int ep, int fd, unsigned events, uint64_t key)
{
	struct epoll_event e = { .events = events, .data.u64 = key };

	if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e) < 0)
		die("epoll_ctl add of fd %d", fd);
}

/* Always before close: a child that is just being spawned may still hold the description. */
static inline void unwatch_and_close(int ep, int fd)
{
	if (epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL) < 0)
		die("epoll_ctl del of fd %d", fd);
	close(fd);
}

#endif
