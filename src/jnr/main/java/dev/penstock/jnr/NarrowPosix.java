package dev.penstock.jnr;

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
 * goes. It takes its C library from a {@link LibCProvider}, and this one provides {@link
 * CalledFunctions}.
 */
final class NarrowPosix extends BaseNativePOSIX {

    NarrowPosix() {
        super(new Provider(), null);
    }

    private static final class Provider implements LibCProvider {
        @Override
        public LibC getLibC() {
            return new CalledFunctions();
        }

        @Override
        public Crypt getCrypt() {
            return null;
        }
    }

    @Override
    public FileStat allocateStat() {
        throw new UnsupportedOperationException("stat");
    }

    @Override
    public MsgHdr allocateMsgHdr() {
        throw new UnsupportedOperationException("msghdr");
    }

    @Override
    public SocketMacros socketMacros() {
        throw new UnsupportedOperationException("socket macros");
    }
}
