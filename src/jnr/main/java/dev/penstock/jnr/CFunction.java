package dev.penstock.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.util.Arrays;
import java.util.Locale;

/**
 * The C library's functions, as jffi calls them, the layer that jnr-ffi stands on. Each is looked
 * up at its first call, and no class is made for it, which is what takes jnr-ffi most of its start.
 * It also has nothing to do with jnr-ffi's own stubs for x86_64, which corrupt the sixth of exactly
 * six integer arguments ({@code JnrSixArgumentsTest}). Any thread.
 *
 * <p>All arguments go as longs: integers and addresses are passed in whole registers, and the
 * function takes of each what it needs. A result of type {@code int} has the upper half of its long
 * undefined, so cast it.
 *
 * <p>A function that the C library lacks answers its call with {@link UnsatisfiedLinkError}.
 */
enum CFunction {
    PIPE2,
    DUP,
    DUP2,
    FCNTL,
    CLOSE,
    KILL,
    OPEN,
    READ,
    WRITE,
    SEND,
    RECV,
    FSYNC,
    PREAD,
    READV,
    WRITEV,
    SPLICE,
    TEE,
    IOCTL,
    POLL,
    EPOLL_CREATE1,
    EPOLL_CTL,
    EPOLL_WAIT,
    EVENTFD,
    PRCTL,
    GETRUSAGE,
    FCHOWN,
    SIGACTION,
    MEMFD_CREATE,
    SYSCALL,
    SOCKET,
    PROCESS_VM_READV,
    POSIX_SPAWNP,
    POSIX_SPAWN_FILE_ACTIONS_INIT,
    POSIX_SPAWN_FILE_ACTIONS_DESTROY,
    POSIX_SPAWN_FILE_ACTIONS_ADDDUP2,
    POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE,
    POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP,
    POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP,
    POSIX_SPAWNATTR_INIT,
    POSIX_SPAWNATTR_DESTROY,
    POSIX_SPAWNATTR_SETFLAGS,
    POSIX_SPAWNATTR_SETSIGMASK,
    POSIX_SPAWNATTR_SETSIGDEFAULT,
    POSIX_SPAWNATTR_SETPGROUP;

    private static final Invoker INVOKER = Invoker.getInstance();

    /** The JVM's own, in which the C library is whichever this process has. */
    private static final Library LIBRARY = Library.getDefault();

    private static final CallContext ONE = longs(1);
    private static final CallContext TWO = longs(2);
    private static final CallContext THREE = longs(3);
    private static final CallContext FOUR = longs(4);
    private static final CallContext FIVE = longs(5);
    private static final CallContext SIX = longs(6);

    /** Null, as 0 is here, until the first call. Every thread that looks it up finds the same. */
    private long address;

    private static CallContext longs(int count) {
        Type[] arguments = new Type[count];
        Arrays.fill(arguments, Type.SINT64);
        return new CallContext(Type.SINT64, arguments, CallingConvention.DEFAULT, true);
    }

    private long address() {
        if (address == 0) {
            address = symbol(name().toLowerCase(Locale.ROOT));
        }
        return address;
    }

    /** Where the C library has a function or a variable. */
    static long symbol(String name) {
        long found = LIBRARY.getSymbolAddress(name);
        if (found == 0) {
            throw new UnsatisfiedLinkError("the C library has no " + name);
        }
        return found;
    }

    long call(long a) {
        return INVOKER.invokeL1(ONE, address(), a);
    }

    long call(long a, long b) {
        return INVOKER.invokeL2(TWO, address(), a, b);
    }

    long call(long a, long b, long c) {
        return INVOKER.invokeL3(THREE, address(), a, b, c);
    }

    long call(long a, long b, long c, long d) {
        return INVOKER.invokeL4(FOUR, address(), a, b, c, d);
    }

    long call(long a, long b, long c, long d, long e) {
        return INVOKER.invokeL5(FIVE, address(), a, b, c, d, e);
    }

    long call(long a, long b, long c, long d, long e, long f) {
        return INVOKER.invokeL6(SIX, address(), a, b, c, d, e, f);
    }
}
