/*
 * The C library's functions for a JVM, one native method each of dev.penstock.internal.sys.JniLibc, and
 * nothing more: the result, or minus errno, read before anything else can change it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <jni.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

/* Where the C library that this runs with may be older than the one it was built with. */
#pragma weak memfd_create
#pragma weak posix_spawn_file_actions_addclosefrom_np
#pragma weak posix_spawn_file_actions_addchdir_np

#define AT(type, address) ((type)(intptr_t)(address))
#define METHOD(type, name, ...) \
	JNIEXPORT type JNICALL Java_dev_penstock_internal_sys_JniLibc_##name(JNIEnv *env, jobject self, ##__VA_ARGS__)
#define UNUSED ((void)env, (void)self)

/* The kernel's way to answer. */
#define ANSWER(type, call) \
	do { \
		long result = (long)(call); \
		UNUSED; \
		return (type)(result < 0 ? -errno : result); \
	} while (0)

/* posix_spawn's functions answer the error itself. */
#define ANSWER_ERROR(call) \
	do { \
		UNUSED; \
		return -(call); \
	} while (0)

/* A C string of these bytes; 0 if it would take more than PATH_MAX. */
static int copy_text(JNIEnv *env, jbyteArray bytes, char text[PATH_MAX])
{
	jsize length = (*env)->GetArrayLength(env, bytes);

	if (length >= PATH_MAX)
		return 0;
	(*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte *)text);
	text[length] = '\0';
	return 1;
}

METHOD(jint, pipe, jintArray fds)
{
	int made[2];
	jint both[2];

	if (pipe2(made, O_CLOEXEC) < 0)
		ANSWER(jint, -1);
	both[0] = made[0];
	both[1] = made[1];
	(*env)->SetIntArrayRegion(env, fds, 0, 2, both);
	return 0;
}

METHOD(jint, dup, jint fd) { ANSWER(jint, dup(fd)); }
METHOD(jint, dup2, jint old_fd, jint new_fd) { ANSWER(jint, dup2(old_fd, new_fd)); }
METHOD(jint, fcntl0, jint fd, jint command, jint argument) { ANSWER(jint, fcntl(fd, command, argument)); }
METHOD(jint, close, jint fd) { ANSWER(jint, close(fd)); }
METHOD(jint, kill, jint pid, jint sig) { ANSWER(jint, kill(pid, sig)); }

METHOD(jint, open, jbyteArray path, jint flags, jint mode)
{
	char text[PATH_MAX];

	if (!copy_text(env, path, text))
		return -ENAMETOOLONG;
	ANSWER(jint, open(text, flags, mode));
}

METHOD(jlong, read, jint fd, jlong to, jlong n) { ANSWER(jlong, read(fd, AT(void *, to), (size_t)n)); }
METHOD(jlong, write, jint fd, jlong from, jlong n) { ANSWER(jlong, write(fd, AT(void *, from), (size_t)n)); }
METHOD(jlong, send, jint fd, jlong from, jlong n, jint flags) { ANSWER(jlong, send(fd, AT(void *, from), (size_t)n, flags)); }
METHOD(jlong, recv, jint fd, jlong to, jlong n, jint flags) { ANSWER(jlong, recv(fd, AT(void *, to), (size_t)n, flags)); }
METHOD(jint, fsync, jint fd) { ANSWER(jint, fsync(fd)); }
METHOD(jlong, pread, jint fd, jlong to, jlong n, jlong at) { ANSWER(jlong, pread(fd, AT(void *, to), (size_t)n, at)); }
METHOD(jlong, readv, jint fd, jlong vectors, jint n) { ANSWER(jlong, readv(fd, AT(struct iovec *, vectors), n)); }
METHOD(jlong, writev, jint fd, jlong vectors, jint n) { ANSWER(jlong, writev(fd, AT(struct iovec *, vectors), n)); }

METHOD(jlong, splice, jint in, jlong in_offset, jint out, jlong out_offset, jlong n, jint flags)
{
	ANSWER(jlong, splice(in, AT(off64_t *, in_offset), out, AT(off64_t *, out_offset), (size_t)n, (unsigned)flags));
}

METHOD(jlong, tee, jint in, jint out, jlong n, jint flags) { ANSWER(jlong, tee(in, out, (size_t)n, (unsigned)flags)); }
METHOD(jint, ioctl, jint fd, jlong request, jlong argument) { ANSWER(jint, ioctl(fd, (unsigned long)request, AT(void *, argument))); }
METHOD(jint, poll, jlong fds, jlong n, jint millis) { ANSWER(jint, poll(AT(struct pollfd *, fds), (nfds_t)n, millis)); }
METHOD(jint, epollCreate1, jint flags) { ANSWER(jint, epoll_create1(flags)); }
METHOD(jint, epollCtl, jint ep, jint operation, jint fd, jlong event) { ANSWER(jint, epoll_ctl(ep, operation, fd, AT(struct epoll_event *, event))); }
METHOD(jint, epollWait, jint ep, jlong events, jint most, jint millis) { ANSWER(jint, epoll_wait(ep, AT(struct epoll_event *, events), most, millis)); }
METHOD(jint, eventfd, jint initial, jint flags) { ANSWER(jint, eventfd((unsigned)initial, flags)); }

METHOD(jint, memfdCreate, jbyteArray name, jint flags)
{
	char text[PATH_MAX];

	if (!memfd_create)
		return -ENOSYS;
	if (!copy_text(env, name, text))
		return -EINVAL; /* as the kernel answers */
	ANSWER(jint, memfd_create(text, (unsigned)flags));
}

METHOD(jint, pidfdOpen, jint pid, jint flags) { ANSWER(jint, syscall(SYS_pidfd_open, pid, flags)); }
METHOD(jint, pidfdSendSignal, jint pidfd, jint sig, jlong info, jint flags) { ANSWER(jint, syscall(SYS_pidfd_send_signal, pidfd, sig, AT(void *, info), flags)); }
METHOD(jint, pidfdGetfd, jint pidfd, jint fd, jint flags) { ANSWER(jint, syscall(SYS_pidfd_getfd, pidfd, fd, flags)); }
METHOD(jint, socket, jint domain, jint type, jint protocol) { ANSWER(jint, socket(domain, type, protocol)); }
METHOD(jlong, processVmReadv, jint pid, jlong local, jlong remote) { ANSWER(jlong, process_vm_readv(pid, AT(struct iovec *, local), 1, AT(struct iovec *, remote), 1, 0)); }

/* The call itself: the C library's leaves the last argument out. */
METHOD(jint, waitid, jint type, jint id, jlong info, jint options, jlong usage) { ANSWER(jint, syscall(SYS_waitid, type, id, AT(void *, info), options, AT(void *, usage))); }
METHOD(jint, prctl, jint option, jlong a, jlong b, jlong c, jlong d) { ANSWER(jint, prctl(option, a, b, c, d)); }
METHOD(jint, fchown, jint fd, jint uid, jint gid) { ANSWER(jint, fchown(fd, (uid_t)uid, (gid_t)gid)); }
METHOD(jint, sigaction, jint sig, jlong action, jlong before) { ANSWER(jint, sigaction(sig, AT(struct sigaction *, action), AT(struct sigaction *, before))); }

METHOD(jlong, environ)
{
	UNUSED;
	return (jlong)(intptr_t)environ;
}

METHOD(jint, getrusage, jint who, jlong usage) { ANSWER(jint, getrusage(who, AT(struct rusage *, usage))); }

METHOD(jint, posixSpawnp, jlong pid, jlong file, jlong actions, jlong attributes, jlong argv, jlong envp)
{
	ANSWER_ERROR(posix_spawnp(AT(pid_t *, pid), AT(const char *, file), AT(void *, actions),
				  AT(void *, attributes), AT(char **, argv), AT(char **, envp)));
}

METHOD(jint, fileActionsInit, jlong actions) { ANSWER_ERROR(posix_spawn_file_actions_init(AT(void *, actions))); }
METHOD(jint, fileActionsDestroy, jlong actions) { ANSWER_ERROR(posix_spawn_file_actions_destroy(AT(void *, actions))); }
METHOD(jint, fileActionsAddDup2, jlong actions, jint old_fd, jint new_fd) { ANSWER_ERROR(posix_spawn_file_actions_adddup2(AT(void *, actions), old_fd, new_fd)); }
METHOD(jint, fileActionsAddClose, jlong actions, jint fd) { ANSWER_ERROR(posix_spawn_file_actions_addclose(AT(void *, actions), fd)); }

METHOD(jint, fileActionsAddCloseFrom, jlong actions, jint first)
{
	if (!posix_spawn_file_actions_addclosefrom_np)
		return -ENOSYS;
	ANSWER_ERROR(posix_spawn_file_actions_addclosefrom_np(AT(void *, actions), first));
}

METHOD(jint, fileActionsAddChdir, jlong actions, jlong path)
{
	if (!posix_spawn_file_actions_addchdir_np)
		return -ENOSYS;
	ANSWER_ERROR(posix_spawn_file_actions_addchdir_np(AT(void *, actions), AT(const char *, path)));
}

METHOD(jint, spawnAttributesInit, jlong attributes) { ANSWER_ERROR(posix_spawnattr_init(AT(void *, attributes))); }
METHOD(jint, spawnAttributesDestroy, jlong attributes) { ANSWER_ERROR(posix_spawnattr_destroy(AT(void *, attributes))); }
METHOD(jint, spawnAttributesSetFlags, jlong attributes, jshort flags) { ANSWER_ERROR(posix_spawnattr_setflags(AT(void *, attributes), flags)); }
METHOD(jint, spawnAttributesSetSigmask, jlong attributes, jlong set) { ANSWER_ERROR(posix_spawnattr_setsigmask(AT(void *, attributes), AT(void *, set))); }
METHOD(jint, spawnAttributesSetSigdefault, jlong attributes, jlong set) { ANSWER_ERROR(posix_spawnattr_setsigdefault(AT(void *, attributes), AT(void *, set))); }
METHOD(jint, spawnAttributesSetPgroup, jlong attributes, jint group) { ANSWER_ERROR(posix_spawnattr_setpgroup(AT(void *, attributes), group)); }

METHOD(jlong, address, jobject direct)
{
	(void)self;
	return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, direct);
}
