package dev.penstock.internal.pump;

import dev.penstock.internal.splice.DirectSink.Taken;

/** How a {@link Pump} gets bytes from its pipe into its sink. The loop's thread. */
interface Transfer {
    /** Moves some bytes; the pipe has something to tell. Never answers {@code REFUSED}. */
    Taken step() throws Exception;

    /** Goes on after the sink has resumed. */
    Taken resume() throws Exception;

    /** How many bytes have left the pipe so far. Any thread. */
    long bytes();

    /** How many of them wait here for the sink, or were refused by it. */
    int left();

    /** Gives back what it holds; nothing else is called after it but {@link #bytes}. */
    void close();
}
