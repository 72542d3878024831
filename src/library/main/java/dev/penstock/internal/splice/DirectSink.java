package dev.penstock.internal.splice;

import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.sink.Sink;

/**
 * A sink that takes its bytes out of the pipe itself, so that they need not come through a buffer:
 * one that ends at a descriptor has the kernel move them, by splice(2).
 *
 * <p>It is a {@link Sink} too, for whoever has bytes and no pipe: a sink that hands on to several,
 * say. A {@code Pump} uses one way or the other: it attaches the sink with its loop and then calls
 * {@link #take}, until that answers {@link Taken#REFUSED}; from then on it reads, and calls {@link
 * #accept}. How the stream ends is told by {@link #end} or {@link #fail} in either case.
 */
public interface DirectSink extends Sink {
    /** What came of a {@link #take}. */
    enum Taken {
        /** Ready for more: some bytes were taken, or none were there. */
        MORE,
        /** Not ready: the pipe is left alone until {@code resume} is run. */
        FULL,
        /** The pipe is empty and has no writer any more: end of file. */
        END,
        /** This target takes no bytes this way: they must be read, now and from now on. */
        REFUSED
    }

    /**
     * In place of {@link #attach(Runnable)}: called once, on the loop's thread, before anything
     * else.
     *
     * @param loop the one that calls the other methods; for a sink that has to wait until its
     *     target takes bytes again
     * @param resume as for any sink
     * @throws Exception to give the stream up
     */
    void attach(EventLoop loop, Runnable resume) throws Exception;

    /**
     * Takes what lies in the pipe, or some of it. Called on the loop's thread when the pipe has
     * bytes or has been hung up, and after {@code resume}; it must not block. After {@link
     * Taken#FULL} the sink alone uses the pipe, from whichever thread, until it runs {@code resume}
     * or sees {@link #fail}.
     *
     * @param from non-blocking; stays the caller's
     * @throws Exception to give the stream up; the cause is in the child's outcome
     */
    Taken take(PipeChannel from) throws Exception;

    /** How many bytes {@link #take} has taken out of the pipe so far. Any thread. */
    long taken();
}
