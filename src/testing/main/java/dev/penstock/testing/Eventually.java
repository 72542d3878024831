package dev.penstock.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;

/** Waiting for what another thread or process is about to do. */
public final class Eventually {
    /** Far more than anything here needs; it only bounds a test that fails. */
    private static final long LONGEST_NANOS = 40_000_000_000L;

    private Eventually() {}

    /**
     * @param what for the message of the failure
     */
    public static void await(String what, Callable<Boolean> condition) throws Exception {
        long begun = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - begun > LONGEST_NANOS) {
                fail("never came: " + what);
            }
            Thread.sleep(2);
        }
    }
}
