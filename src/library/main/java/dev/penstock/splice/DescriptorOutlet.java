package dev.penstock.splice;

import dev.penstock.loop.EventLoop;
import dev.penstock.loop.Interest;
import dev.penstock.loop.Readiness;
import dev.penstock.loop.Registration;
import dev.penstock.pipe.PipeChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A target that can be full, and is waited for in a loop's epoll set. */
final class DescriptorOutlet implements Outlet {
    private final EventLoop loop;
    private final Runnable resume;
    private final Target target;
    private Registration room;
    private volatile long written;
    private volatile long spliced;

    DescriptorOutlet(EventLoop loop, Runnable resume, Target target) {
        this.loop = loop;
        this.resume = resume;
        this.target = target;
    }

    @Override
    public long move(PipeChannel from) throws IOException {
        long moved = target.splice(from, MOST_AT_ONCE);
        if (moved > 0) {
            written += moved;
            spliced += moved;
        } else if (moved == 0 && !target.isWritable()) {
            // Which of the two would block, the call does not tell.
            waitForRoom();
            return FULL;
        }
        return moved;
    }

    @Override
    public void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int put = target.write(bytes, bytes.remaining());
            if (put == 0) {
                waitForRoom();
                return;
            }
            written += put;
        }
    }

    private void waitForRoom() throws IOException {
        if (room == null) {
            room = loop.register(target.fd, Interest.WRITE, this::hasRoom);
        } else {
            room.interest(Interest.WRITE);
        }
    }

    /** Or its reader is gone, which the next write tells. */
    private void hasRoom(Registration registration, Readiness readiness) throws IOException {
        registration.interest(Interest.NONE);
        resume.run();
    }

    @Override
    public void finish() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }

    @Override
    public long written() {
        return written;
    }

    @Override
    public long spliced() {
        return spliced;
    }
}
