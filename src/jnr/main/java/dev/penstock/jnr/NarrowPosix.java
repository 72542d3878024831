package dev.penstock.jnr;

import com.kenai.jffi.MemoryIO;
import dev.penstock.libc.Fcntl;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import jnr.posix.BaseNativePOSIX;
import jnr.posix.Crypt;
import jnr.posix.FileStat;
import jnr.posix.LibC;
import jnr.posix.LibCProvider;
import jnr.posix.MsgHdr;
import jnr.posix.SocketMacros;

/**
 * jnr-posix over six functions instead of its hundred and fifty.
 *
 * <p>{@code POSIXFactory.getNativePOSIX()} binds, at its first call, every function that any of its
 * users might want, one generated method each, and loads libcrypt: that is where its start-up time
 * goes. It takes its C library from a {@link LibCProvider}, and this one provides the functions
 * that Penstock calls, bound by {@link CFunction}; a call of any other is a mistake in Penstock and
 * says so.
 */
final class NarrowPosix extends BaseNativePOSIX {

    NarrowPosix() {
        super(new Provider(new Narrow()), null);
    }

    private record Provider(InvocationHandler functions) implements LibCProvider {
        @Override
        public LibC getLibC() {
            return (LibC)
                    Proxy.newProxyInstance(
                            LibC.class.getClassLoader(), new Class<?>[] {LibC.class}, functions);
        }

        @Override
        public Crypt getCrypt() {
            return null;
        }
    }

    private static final class Narrow implements InvocationHandler {
        private final MemoryIO memory = MemoryIO.getInstance();

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            switch (method.getName()) {
                case "pipe":
                    return pipe((int[]) arguments[0]);
                case "dup":
                    return (int) CFunction.DUP.call((int) arguments[0]);
                case "dup2":
                    return (int) CFunction.DUP2.call((int) arguments[0], (int) arguments[1]);
                case "fcntl":
                    return (int)
                            CFunction.FCNTL.call(
                                    (int) arguments[0], (int) arguments[1], (int) arguments[2]);
                case "close":
                    return (int) CFunction.CLOSE.call((int) arguments[0]);
                case "kill":
                    // jnr-posix passes the pid as a long.
                    return (int)
                            CFunction.KILL.call(
                                    ((Number) arguments[0]).longValue(), (int) arguments[1]);
                default:
                    throw new UnsupportedOperationException("not bound: " + method);
            }
        }

        /** pipe2, so that no child of another thread is born between pipe and FD_CLOEXEC. */
        private int pipe(int[] fds) {
            long both = memory.allocateMemory(2 * Integer.BYTES, false);
            if (both == 0) {
                throw new OutOfMemoryError("native memory for two descriptors");
            }
            try {
                int result = (int) CFunction.PIPE2.call(both, Fcntl.O_CLOEXEC);
                if (result == 0) {
                    memory.getIntArray(both, fds, 0, 2);
                }
                return result;
            } finally {
                memory.freeMemory(both);
            }
        }
    }

    @Override
    public FileStat allocateStat() {
        throw notBound("stat");
    }

    @Override
    public MsgHdr allocateMsgHdr() {
        throw notBound("msghdr");
    }

    @Override
    public SocketMacros socketMacros() {
        throw notBound("socket macros");
    }

    private static UnsupportedOperationException notBound(String what) {
        return new UnsupportedOperationException("not bound: " + what);
    }
}
