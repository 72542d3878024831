package dev.penstock.splice;

import dev.penstock.internal.sys.PollFd;
import dev.penstock.libc.Fcntl;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.splice.SizeLimit.Then;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that does what its limit says when it is full. The counts are for any thread. */
final class LimitedFile implements Outlet {
    private final Path path;

    /** {@code O_EXCL}, {@code O_TRUNC} or {@code O_APPEND}. */
    private final int how;

    private final SizeLimit limit;
    private final boolean sync;

    private Target target;
    private long inFile;

    /** Whether the last byte that was put ended no line. */
    private boolean inLine;

    private volatile long written;
    private volatile long spliced;
    private volatile long omitted;
    private volatile int rotations;

    LimitedFile(Path path, int how, SizeLimit limit, boolean sync) {
        this.path = path;
        this.how = how;
        this.limit = limit;
        this.sync = sync;
    }

    LimitedFile open() throws IOException {
        target = RegularFile.open(path, how);
        inFile = how == Fcntl.O_APPEND ? Files.size(path) : 0;
        return this;
    }

    @Override
    public long move(PipeChannel from) throws IOException {
        if (limit.then() == Then.ROTATE_AT_LINE) {
            return REFUSED;
        }
        if (inFile >= limit.bytes()) {
            if (limit.then() == Then.CUT) {
                long dropped = from.discard(MOST_AT_ONCE);
                omitted += Math.max(0, dropped);
                return dropped;
            }
            // Only when there are more bytes than fit.
            int ready = new PollFd().poll(from.fd().number(), PollFd.POLLIN, 0);
            if ((ready & PollFd.POLLIN) == 0) {
                return (ready & PollFd.POLLHUP) != 0 ? END : 0;
            }
            makeRoom();
        }
        long moved = target.splice(from, limit.bytes() - inFile);
        if (moved > 0) {
            spliced += moved;
            count(moved);
        }
        return moved;
    }

    @Override
    public void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int room = room(bytes);
            if (room > 0) {
                count(target.write(bytes, room));
                inLine = bytes.get(bytes.position() - 1) != '\n';
            } else if (limit.then() == Then.CUT) {
                omitted += bytes.remaining();
                bytes.position(bytes.limit());
            } else {
                makeRoom();
            }
        }
    }

    /** How many of the bytes go into this file. */
    private int room(ByteBuffer bytes) {
        if (inFile < limit.bytes()) {
            return (int) Math.min(bytes.remaining(), limit.bytes() - inFile);
        }
        if (limit.then() != Then.ROTATE_AT_LINE || !inLine) {
            return 0;
        }
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) == '\n') {
                return i + 1 - bytes.position();
            }
        }
        return bytes.remaining();
    }

    private void count(long more) {
        inFile += more;
        written += more;
    }

    /** There are more bytes than fit. */
    private void makeRoom() throws IOException {
        if (limit.then() == Then.STOP) {
            throw new SizeLimitException(path, limit.bytes());
        }
        finish();
        RegularFile.putAside(path, limit.keep());
        target = RegularFile.open(path, how);
        inFile = 0;
        rotations++;
    }

    @Override
    public void finish() throws IOException {
        if (target != null && sync) {
            target.sync();
        }
        close();
    }

    @Override
    public void close() throws IOException {
        Target closing = target;
        if (closing != null) {
            target = null;
            closing.close();
        }
    }

    @Override
    public long written() {
        return written;
    }

    @Override
    public long spliced() {
        return spliced;
    }

    long omitted() {
        return omitted;
    }

    int rotations() {
        return rotations;
    }
}
