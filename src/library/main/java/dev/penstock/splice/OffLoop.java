package dev.penstock.splice;

import dev.penstock.internal.splice.DirectSink.Taken;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/**
 * Jobs of a stream on an executor's thread, one at a time; each ends with {@code resume}. The
 * loop's thread gives them and takes their answers.
 */
final class OffLoop {
    private enum State {
        IDLE,
        GIVEN,
        AT_WORK,
        DONE,
        OVER
    }

    private final Executor executor;
    private final Runnable resume;

    // Guarded by this.
    private State state = State.IDLE;
    private Taken answer;
    private Throwable failure;
    private Runnable last;

    OffLoop(Executor executor, Runnable resume) {
        this.executor = executor;
        this.resume = resume;
    }

    /**
     * What the last job answered, once; null if there is none.
     *
     * @throws Exception what it threw
     */
    synchronized Taken answer() throws Exception {
        if (state != State.DONE) {
            return null;
        }
        state = State.IDLE;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return answer;
    }

    /**
     * Gives a job, if the one before is through. One that the executor refuses, by throwing, counts
     * as given.
     */
    void give(Callable<Taken> job) {
        synchronized (this) {
            if (state != State.IDLE) {
                return;
            }
            state = State.GIVEN;
        }
        executor.execute(() -> run(job));
    }

    private void run(Callable<Taken> job) {
        synchronized (this) {
            if (state != State.GIVEN) {
                return;
            }
            state = State.AT_WORK;
        }
        Taken answered = null;
        Throwable thrown = null;
        try {
            answered = job.call();
        } catch (Throwable t) {
            // Not lost: answer() throws it.
            thrown = t;
        }
        Runnable next = resume;
        synchronized (this) {
            if (state == State.OVER) {
                next = last;
            } else {
                state = State.DONE;
                answer = answered;
                failure = thrown;
            }
        }
        next.run();
    }

    /**
     * No job begins any more.
     *
     * @param last run now, or by the job that is at work when it is through
     */
    void end(Runnable last) {
        synchronized (this) {
            boolean busy = state == State.AT_WORK;
            state = State.OVER;
            if (busy) {
                this.last = last;
                return;
            }
        }
        last.run();
    }
}
