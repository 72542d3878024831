package dev.penstock.sys;

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
 * that Penstock calls, bound by {@link CFunctions}; a call of any other is a mistake in Penstock
 * and says so.
 */
final class NarrowPosix extends BaseNativePOSIX {

    NarrowPosix(CFunctions c) {
        super(new Provider(new Narrow(c)), null);
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

    private record Narrow(CFunctions c) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            switch (method.getName()) {
                case "pipe":
                    // pipe2, so that no child of another thread can be born between pipe and
                    // FD_CLOEXEC.
                    return c.pipe2((int[]) arguments[0], Fcntl.O_CLOEXEC);
                case "dup":
                    return c.dup((int) arguments[0]);
                case "dup2":
                    return c.dup2((int) arguments[0], (int) arguments[1]);
                case "fcntl":
                    return c.fcntl((int) arguments[0], (int) arguments[1], (int) arguments[2]);
                case "close":
                    return c.close((int) arguments[0]);
                case "kill":
                    // jnr-posix passes the pid as a long.
                    return c.kill(((Number) arguments[0]).intValue(), (int) arguments[1]);
                default:
                    throw new UnsupportedOperationException("not bound: " + method);
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
