package dev.penstock.internal.loop;

/**
 * Something that lives on a loop, and that a closing loop must see off: a child process, in
 * Penstock.
 */
public interface LoopClient {
    /**
     * The loop is closing: come to an end soon, and {@linkplain EpollLoop#depart depart}. Called
     * once, on the loop's thread, which goes on serving registrations, timers and tasks meanwhile.
     */
    void loopClosing();

    /**
     * The time for that is over and the loop stops now; nothing more will be called. Called on the
     * loop's thread.
     */
    void loopClosed();

    /**
     * The JVM shuts down and the loop does not answer: come to an end on the calling thread, which
     * is another than the loop's.
     */
    void loopStuck();
}
