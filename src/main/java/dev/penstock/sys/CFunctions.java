package dev.penstock.sys;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.provider.jffi.NoX86;

/**
 * The C library's functions, as jnr-ffi binds them: each method is the function of its name.
 *
 * <p>{@code @NoX86} keeps jnr-ffi from assembling a stub for each function. Its x86_64 stubs
 * corrupt the sixth of exactly six integer arguments, which posix_spawnp and splice have, and save
 * nothing that can be measured on a system call. {@code JnrSixArgumentsTest} stands guard.
 *
 * <p>Public because jnr-ffi's generated class must see it; nothing outside this package uses it.
 */
@NoX86
public interface CFunctions {
    int pipe2(@Out int[] fds, int flags);

    int dup(int fd);

    int dup2(int oldFd, int newFd);

    int fcntl(int fd, int command, int argument);

    int close(int fd);

    int kill(int pid, int signal);

    int open(@In byte[] path, int flags, int mode);

    long read(int fd, long address, long count);

    long write(int fd, long address, long count);

    long send(int fd, long address, long count, int flags);

    long recv(int fd, long address, long count, int flags);

    int fsync(int fd);

    long pread(int fd, long address, long count, long offset);

    long readv(int fd, long iovecs, int count);

    long writev(int fd, long iovecs, int count);

    long splice(int in, long inOffset, int out, long outOffset, long count, int flags);

    long tee(int in, int out, long count, int flags);

    int ioctl(int fd, long request, long address);

    int poll(long pollfds, long count, int timeout);

    int epoll_create1(int flags);

    int epoll_ctl(int epfd, int operation, int fd, long event);

    int epoll_wait(int epfd, long events, int maxEvents, int timeout);

    int eventfd(int initial, int flags);

    int prctl(int option, long second, long third, long fourth, long fifth);

    int getrusage(int who, long usage);

    int memfd_create(@In byte[] name, int flags);

    long syscall(long number, long first, long second, long third, long fourth, long fifth);

    int socket(int domain, int type, int protocol);

    long process_vm_readv(
            int pid, long local, long localCount, long remote, long remoteCount, long flags);

    int posix_spawnp(long pid, long file, long actions, long attributes, long argv, long envp);

    int posix_spawn_file_actions_init(long actions);

    int posix_spawn_file_actions_destroy(long actions);

    int posix_spawn_file_actions_adddup2(long actions, int oldFd, int newFd);

    int posix_spawn_file_actions_addclose(long actions, int fd);

    int posix_spawn_file_actions_addclosefrom_np(long actions, int first);

    int posix_spawn_file_actions_addchdir_np(long actions, long path);

    int posix_spawnattr_init(long attributes);

    int posix_spawnattr_destroy(long attributes);

    int posix_spawnattr_setflags(long attributes, short flags);

    int posix_spawnattr_setsigmask(long attributes, long sigset);

    int posix_spawnattr_setsigdefault(long attributes, long sigset);

    int posix_spawnattr_setpgroup(long attributes, int pgroup);
}
