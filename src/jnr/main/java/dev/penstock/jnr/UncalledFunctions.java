package dev.penstock.jnr;

import java.nio.ByteBuffer;
import jnr.constants.platform.Confstr;
import jnr.constants.platform.Pathconf;
import jnr.constants.platform.Sysconf;
import jnr.ffi.Pointer;
import jnr.ffi.Variable;
import jnr.ffi.byref.IntByReference;
import jnr.posix.FileStat;
import jnr.posix.Flock;
import jnr.posix.LibC;
import jnr.posix.MsgHdr;
import jnr.posix.NativeGroup;
import jnr.posix.NativePasswd;
import jnr.posix.NativeTimes;
import jnr.posix.RLimit;
import jnr.posix.Timespec;
import jnr.posix.Timeval;

/**
 * What {@link LibC} has and Penstock does not call: each throws {@link
 * UnsupportedOperationException} with its name, for a call of it is a mistake in Penstock. A class
 * written out, because a proxy for so many functions takes a cold JVM longer than all else of jnr.
 */
@SuppressWarnings("deprecation") // LibC has some functions that it advises against.
abstract class UncalledFunctions implements LibC {

    @Override
    public final int chmod(CharSequence a, int b) {
        throw new UnsupportedOperationException("chmod");
    }

    @Override
    public final int fchmod(int a, int b) {
        throw new UnsupportedOperationException("fchmod");
    }

    @Override
    public final int chown(CharSequence a, int b, int c) {
        throw new UnsupportedOperationException("chown");
    }

    @Override
    public final int fchown(int a, int b, int c) {
        throw new UnsupportedOperationException("fchown");
    }

    @Override
    public final int fstat(int a, FileStat b) {
        throw new UnsupportedOperationException("fstat");
    }

    @Override
    public final int fstat64(int a, FileStat b) {
        throw new UnsupportedOperationException("fstat64");
    }

    @Override
    public final String getenv(CharSequence a) {
        throw new UnsupportedOperationException("getenv");
    }

    @Override
    public final int getegid() {
        throw new UnsupportedOperationException("getegid");
    }

    @Override
    public final int setegid(int a) {
        throw new UnsupportedOperationException("setegid");
    }

    @Override
    public final int geteuid() {
        throw new UnsupportedOperationException("geteuid");
    }

    @Override
    public final int seteuid(int a) {
        throw new UnsupportedOperationException("seteuid");
    }

    @Override
    public final int getgid() {
        throw new UnsupportedOperationException("getgid");
    }

    @Override
    public final String getlogin() {
        throw new UnsupportedOperationException("getlogin");
    }

    @Override
    public final int setgid(int a) {
        throw new UnsupportedOperationException("setgid");
    }

    @Override
    public final int getpgid() {
        throw new UnsupportedOperationException("getpgid");
    }

    @Override
    public final int getpgid(int a) {
        throw new UnsupportedOperationException("getpgid");
    }

    @Override
    public final int setpgid(int a, int b) {
        throw new UnsupportedOperationException("setpgid");
    }

    @Override
    public final int getpgrp() {
        throw new UnsupportedOperationException("getpgrp");
    }

    @Override
    public final int setpgrp(int a, int b) {
        throw new UnsupportedOperationException("setpgrp");
    }

    @Override
    public final int getppid() {
        throw new UnsupportedOperationException("getppid");
    }

    @Override
    public final int getpid() {
        throw new UnsupportedOperationException("getpid");
    }

    @Override
    public final NativePasswd getpwent() {
        throw new UnsupportedOperationException("getpwent");
    }

    @Override
    public final NativePasswd getpwuid(int a) {
        throw new UnsupportedOperationException("getpwuid");
    }

    @Override
    public final NativePasswd getpwnam(CharSequence a) {
        throw new UnsupportedOperationException("getpwnam");
    }

    @Override
    public final NativeGroup getgrent() {
        throw new UnsupportedOperationException("getgrent");
    }

    @Override
    public final NativeGroup getgrgid(int a) {
        throw new UnsupportedOperationException("getgrgid");
    }

    @Override
    public final NativeGroup getgrnam(CharSequence a) {
        throw new UnsupportedOperationException("getgrnam");
    }

    @Override
    public final int setpwent() {
        throw new UnsupportedOperationException("setpwent");
    }

    @Override
    public final int endpwent() {
        throw new UnsupportedOperationException("endpwent");
    }

    @Override
    public final int setgrent() {
        throw new UnsupportedOperationException("setgrent");
    }

    @Override
    public final int endgrent() {
        throw new UnsupportedOperationException("endgrent");
    }

    @Override
    public final int getuid() {
        throw new UnsupportedOperationException("getuid");
    }

    @Override
    public final int setsid() {
        throw new UnsupportedOperationException("setsid");
    }

    @Override
    public final int setuid(int a) {
        throw new UnsupportedOperationException("setuid");
    }

    @Override
    public final int getrlimit(int a, RLimit b) {
        throw new UnsupportedOperationException("getrlimit");
    }

    @Override
    public final int getrlimit(int a, Pointer b) {
        throw new UnsupportedOperationException("getrlimit");
    }

    @Override
    public final int setrlimit(int a, RLimit b) {
        throw new UnsupportedOperationException("setrlimit");
    }

    @Override
    public final int setrlimit(int a, Pointer b) {
        throw new UnsupportedOperationException("setrlimit");
    }

    @Override
    public final int kill(int a, int b) {
        throw new UnsupportedOperationException("kill");
    }

    @Override
    public final int fcntl(int a, int b, Flock c) {
        throw new UnsupportedOperationException("fcntl");
    }

    @Override
    public final int fcntl(int a, int b, Pointer c) {
        throw new UnsupportedOperationException("fcntl");
    }

    @Override
    public final int fcntl(int a, int b) {
        throw new UnsupportedOperationException("fcntl");
    }

    @Override
    public final int fcntl(int a, int b, int... c) {
        throw new UnsupportedOperationException("fcntl");
    }

    @Override
    public final int access(CharSequence a, int b) {
        throw new UnsupportedOperationException("access");
    }

    @Override
    public final int getdtablesize() {
        throw new UnsupportedOperationException("getdtablesize");
    }

    @Override
    public final long signal(int a, LibC.LibCSignalHandler b) {
        throw new UnsupportedOperationException("signal");
    }

    @Override
    public final int raise(int a) {
        throw new UnsupportedOperationException("raise");
    }

    @Override
    public final int lchmod(CharSequence a, int b) {
        throw new UnsupportedOperationException("lchmod");
    }

    @Override
    public final int lchown(CharSequence a, int b, int c) {
        throw new UnsupportedOperationException("lchown");
    }

    @Override
    public final int link(CharSequence a, CharSequence b) {
        throw new UnsupportedOperationException("link");
    }

    @Override
    public final int lstat(CharSequence a, FileStat b) {
        throw new UnsupportedOperationException("lstat");
    }

    @Override
    public final int lstat64(CharSequence a, FileStat b) {
        throw new UnsupportedOperationException("lstat64");
    }

    @Override
    public final int mkdir(CharSequence a, int b) {
        throw new UnsupportedOperationException("mkdir");
    }

    @Override
    public final int rmdir(CharSequence a) {
        throw new UnsupportedOperationException("rmdir");
    }

    @Override
    public final int stat(CharSequence a, FileStat b) {
        throw new UnsupportedOperationException("stat");
    }

    @Override
    public final int stat64(CharSequence a, FileStat b) {
        throw new UnsupportedOperationException("stat64");
    }

    @Override
    public final int symlink(CharSequence a, CharSequence b) {
        throw new UnsupportedOperationException("symlink");
    }

    @Override
    public final int readlink(CharSequence a, ByteBuffer b, int c) {
        throw new UnsupportedOperationException("readlink");
    }

    @Override
    public final int readlink(CharSequence a, byte[] b, int c) {
        throw new UnsupportedOperationException("readlink");
    }

    @Override
    public final int readlink(CharSequence a, Pointer b, int c) {
        throw new UnsupportedOperationException("readlink");
    }

    @Override
    public final int setenv(CharSequence a, CharSequence b, int c) {
        throw new UnsupportedOperationException("setenv");
    }

    @Override
    public final int umask(int a) {
        throw new UnsupportedOperationException("umask");
    }

    @Override
    public final int unsetenv(CharSequence a) {
        throw new UnsupportedOperationException("unsetenv");
    }

    @Override
    public final int utimes(CharSequence a, Timeval[] b) {
        throw new UnsupportedOperationException("utimes");
    }

    @Override
    public final int utimes(String a, Pointer b) {
        throw new UnsupportedOperationException("utimes");
    }

    @Override
    public final int futimes(int a, Timeval[] b) {
        throw new UnsupportedOperationException("futimes");
    }

    @Override
    public final int lutimes(CharSequence a, Timeval[] b) {
        throw new UnsupportedOperationException("lutimes");
    }

    @Override
    public final int utimensat(int a, String b, Timespec[] c, int d) {
        throw new UnsupportedOperationException("utimensat");
    }

    @Override
    public final int utimensat(int a, String b, Pointer c, int d) {
        throw new UnsupportedOperationException("utimensat");
    }

    @Override
    public final int futimens(int a, Timespec[] b) {
        throw new UnsupportedOperationException("futimens");
    }

    @Override
    public final int futimens(int a, Pointer b) {
        throw new UnsupportedOperationException("futimens");
    }

    @Override
    public final int fork() {
        throw new UnsupportedOperationException("fork");
    }

    @Override
    public final int waitpid(long a, int[] b, int c) {
        throw new UnsupportedOperationException("waitpid");
    }

    @Override
    public final int wait(int[] a) {
        throw new UnsupportedOperationException("wait");
    }

    @Override
    public final int getpriority(int a, int b) {
        throw new UnsupportedOperationException("getpriority");
    }

    @Override
    public final int setpriority(int a, int b, int c) {
        throw new UnsupportedOperationException("setpriority");
    }

    @Override
    public final int isatty(int a) {
        throw new UnsupportedOperationException("isatty");
    }

    @Override
    public final long read(int a, byte[] b, long c) {
        throw new UnsupportedOperationException("read");
    }

    @Override
    public final long write(int a, byte[] b, long c) {
        throw new UnsupportedOperationException("write");
    }

    @Override
    public final long read(int a, ByteBuffer b, long c) {
        throw new UnsupportedOperationException("read");
    }

    @Override
    public final long write(int a, ByteBuffer b, long c) {
        throw new UnsupportedOperationException("write");
    }

    @Override
    public final long pread(int a, byte[] b, long c, long d) {
        throw new UnsupportedOperationException("pread");
    }

    @Override
    public final long pwrite(int a, byte[] b, long c, long d) {
        throw new UnsupportedOperationException("pwrite");
    }

    @Override
    public final long pread(int a, ByteBuffer b, long c, long d) {
        throw new UnsupportedOperationException("pread");
    }

    @Override
    public final long pwrite(int a, ByteBuffer b, long c, long d) {
        throw new UnsupportedOperationException("pwrite");
    }

    @Override
    public final int read(int a, byte[] b, int c) {
        throw new UnsupportedOperationException("read");
    }

    @Override
    public final int write(int a, byte[] b, int c) {
        throw new UnsupportedOperationException("write");
    }

    @Override
    public final int read(int a, ByteBuffer b, int c) {
        throw new UnsupportedOperationException("read");
    }

    @Override
    public final int write(int a, ByteBuffer b, int c) {
        throw new UnsupportedOperationException("write");
    }

    @Override
    public final int pread(int a, byte[] b, int c, int d) {
        throw new UnsupportedOperationException("pread");
    }

    @Override
    public final int pwrite(int a, byte[] b, int c, int d) {
        throw new UnsupportedOperationException("pwrite");
    }

    @Override
    public final int pread(int a, ByteBuffer b, int c, int d) {
        throw new UnsupportedOperationException("pread");
    }

    @Override
    public final int pwrite(int a, ByteBuffer b, int c, int d) {
        throw new UnsupportedOperationException("pwrite");
    }

    @Override
    public final long lseek(int a, long b, int c) {
        throw new UnsupportedOperationException("lseek");
    }

    @Override
    public final int execv(CharSequence a, CharSequence[] b) {
        throw new UnsupportedOperationException("execv");
    }

    @Override
    public final int execve(CharSequence a, CharSequence[] b, CharSequence[] c) {
        throw new UnsupportedOperationException("execve");
    }

    @Override
    public final int chdir(CharSequence a) {
        throw new UnsupportedOperationException("chdir");
    }

    @Override
    public final long sysconf(Sysconf a) {
        throw new UnsupportedOperationException("sysconf");
    }

    @Override
    public final int confstr(Confstr a, ByteBuffer b, int c) {
        throw new UnsupportedOperationException("confstr");
    }

    @Override
    public final int fpathconf(int a, Pathconf b) {
        throw new UnsupportedOperationException("fpathconf");
    }

    @Override
    public final long times(NativeTimes a) {
        throw new UnsupportedOperationException("times");
    }

    @Override
    public final int flock(int a, int b) {
        throw new UnsupportedOperationException("flock");
    }

    @Override
    public final int unlink(CharSequence a) {
        throw new UnsupportedOperationException("unlink");
    }

    @Override
    public final int open(CharSequence a, int b, int c) {
        throw new UnsupportedOperationException("open");
    }

    @Override
    public final int truncate(CharSequence a, long b) {
        throw new UnsupportedOperationException("truncate");
    }

    @Override
    public final int ftruncate(int a, long b) {
        throw new UnsupportedOperationException("ftruncate");
    }

    @Override
    public final int rename(CharSequence a, CharSequence b) {
        throw new UnsupportedOperationException("rename");
    }

    @Override
    public final long getcwd(byte[] a, int b) {
        throw new UnsupportedOperationException("getcwd");
    }

    @Override
    public final int gethostname(ByteBuffer a, int b) {
        throw new UnsupportedOperationException("gethostname");
    }

    @Override
    public final int fsync(int a) {
        throw new UnsupportedOperationException("fsync");
    }

    @Override
    public final int fdatasync(int a) {
        throw new UnsupportedOperationException("fdatasync");
    }

    @Override
    public final int socketpair(int a, int b, int c, int[] d) {
        throw new UnsupportedOperationException("socketpair");
    }

    @Override
    public final int sendmsg(int a, MsgHdr b, int c) {
        throw new UnsupportedOperationException("sendmsg");
    }

    @Override
    public final int recvmsg(int a, MsgHdr b, int c) {
        throw new UnsupportedOperationException("recvmsg");
    }

    @Override
    public final int setsockopt(int a, int b, int c, ByteBuffer d, int e) {
        throw new UnsupportedOperationException("setsockopt");
    }

    @Override
    public final int getsockopt(int a, int b, int c, ByteBuffer d, IntByReference e) {
        throw new UnsupportedOperationException("getsockopt");
    }

    @Override
    public final Variable<Long> environ() {
        throw new UnsupportedOperationException("environ");
    }

    @Override
    public final int syscall(int a) {
        throw new UnsupportedOperationException("syscall");
    }

    @Override
    public final int syscall(int a, int b) {
        throw new UnsupportedOperationException("syscall");
    }

    @Override
    public final int syscall(int a, int b, int c) {
        throw new UnsupportedOperationException("syscall");
    }

    @Override
    public final int syscall(int a, int b, int c, int d) {
        throw new UnsupportedOperationException("syscall");
    }

    @Override
    public final int daemon(int a, int b) {
        throw new UnsupportedOperationException("daemon");
    }

    @Override
    public final int getgroups(int a, int[] b) {
        throw new UnsupportedOperationException("getgroups");
    }

    @Override
    public final String nl_langinfo(int a) {
        throw new UnsupportedOperationException("nl_langinfo");
    }

    @Override
    public final String setlocale(int a, String b) {
        throw new UnsupportedOperationException("setlocale");
    }

    @Override
    public final String strerror(int a) {
        throw new UnsupportedOperationException("strerror");
    }

    @Override
    public final int gettimeofday(Timeval a, long b) {
        throw new UnsupportedOperationException("gettimeofday");
    }
}
