package dev.penstock.diagnosis.rescue;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.internal.sys.SystemConstants;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.sys.Fd;
import dev.penstock.sys.SyscallException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What has been written and not read: in a pipe, or in one end of a Unix socket. While it is open
 * this process counts as a reader, so that a writer whose real readers have gone is not told
 * (EPIPE); close it as soon as possible. Nothing here waits but {@link #await}. For one thread.
 */
public abstract class Backlog implements Closeable {
    /** For {@link #copy}: nothing is there, and nobody is left who could write. */
    public static final int END = -1;

    final Libc libc = Linux.libc();
    final Fd source;
    private final String writtenTo;
    private final String readFrom;
    private final NativeMemory count = new NativeMemory(Integer.BYTES);
    private final PollFd poll = new PollFd();

    Backlog(Fd source, String writtenTo, String readFrom) {
        this.source = source;
        this.writtenTo = writtenTo;
        this.readFrom = readFrom;
    }

    /**
     * Opens what is behind a descriptor.
     *
     * @param proc where to look for the other end
     * @param target which
     * @return for the caller to close
     * @throws RefusedException if that is not allowed, or the descriptor is another file by now
     * @throws IOException if it cannot be opened for another reason
     */
    public static Backlog open(ProcFs proc, PipeEnd target) throws IOException {
        return target.socket() ? SocketBacklog.of(proc, target) : PipeBacklog.of(target);
    }

    /**
     * The file that writers write into, as their descriptors' links name it.
     *
     * @return of a socket pair the one socket; empty if it has been closed
     */
    public String writtenTo() {
        return writtenTo;
    }

    /**
     * The file that readers read from, as their descriptors' links name it.
     *
     * @return of a socket pair the other socket; the same for a pipe
     */
    public String readFrom() {
        return readFrom;
    }

    /**
     * How many bytes there are.
     *
     * @return FIONREAD
     * @throws SyscallException if it is not told
     */
    public long unread() throws SyscallException {
        int asked = libc.ioctl(source.number(), SystemConstants.FIONREAD, count.address());
        SyscallException.check("ioctl(FIONREAD)", asked, source.number());
        return count.bytes().getInt(0);
    }

    /**
     * Copies from the beginning and takes nothing.
     *
     * @param to a direct buffer; filled from its position on, which moves
     * @return how many bytes, fewer than there is room for even if there are more; 0 if there are
     *     none now, {@link #END} if there will never be any
     * @throws SyscallException if that fails
     */
    public abstract int copy(ByteBuffer to) throws SyscallException;

    /**
     * The first bytes, which stay there.
     *
     * @param most how many at most
     * @return no more than are there
     * @throws SyscallException if that fails
     */
    public byte[] first(int most) throws SyscallException {
        ByteBuffer room = ByteBuffer.allocateDirect((int) Math.min(most, unread()));
        copy(room);
        byte[] bytes = new byte[room.flip().remaining()];
        room.get(bytes);
        return bytes;
    }

    /**
     * Takes from the beginning what is there.
     *
     * @param to a direct buffer; filled from its position on, which moves
     * @return how many bytes
     * @throws SyscallException if that fails
     */
    public int take(ByteBuffer to) throws SyscallException {
        int taken = 0;
        while (to.hasRemaining()) {
            long got = takeOnce(libc.address(to) + to.position(), to.remaining());
            if (got == 0 || got == -Errno.EAGAIN) {
                break;
            }
            if (got != -Errno.EINTR) {
                SyscallException.check("read", got, source.number());
                to.position(to.position() + (int) got);
                taken += (int) got;
            }
        }
        return taken;
    }

    abstract long takeOnce(long address, int room);

    /**
     * Waits until there is something to copy, or the end.
     *
     * @param millis how long at most
     * @throws SyscallException if that fails
     */
    public void await(int millis) throws SyscallException {
        poll.poll(source.number(), PollFd.POLLIN, millis);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
