package dev.penstock.internal.splice;

import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.source.Source;

/**
 * A source that puts its bytes into the pipe itself, so that they need not come through a buffer:
 * one that begins at a descriptor has the kernel move them, by splice(2).
 *
 * <p>A {@code Feeder} attaches it with its loop and then calls {@link #give}, until that answers
 * {@link Given#REFUSED}; from then on it calls {@link #fill}, and writes. How the stream ends is
 * told by {@link #close} in either case.
 */
public interface DirectSource extends Source {
    /** What came of a {@link #give}. */
    enum Given {
        /** Some bytes were given, and there may be more. */
        MORE,
        /** No more for now: ask again when {@code ready} is run. */
        EMPTY,
        /** The pipe has no room. */
        FULL,
        /** No more ever. */
        END,
        /** These bytes cannot go this way: they must be written, now and from now on. */
        REFUSED
    }

    /**
     * In place of {@link #attach(Runnable)}: called once, on the loop's thread, before anything
     * else. If it throws, nothing else is called.
     *
     * @param loop the one that calls the other methods; for a source that has to wait for its bytes
     * @param ready as for any source
     * @throws Exception to give the stream up
     */
    void attach(EventLoop loop, Runnable ready) throws Exception;

    /**
     * Gives what the pipe takes, or some of it. Loop thread; it must not block.
     *
     * @param to non-blocking; stays the caller's
     * @throws Exception to give the stream up; the cause is in the child's outcome. An {@code
     *     EPIPE} is the reader's having closed its end
     */
    Given give(PipeChannel to) throws Exception;

    /** How many bytes {@link #give} has given so far. Loop thread. */
    long given();
}
