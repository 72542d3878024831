package dev.penstock.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The program's own log. It is asked for at the first message: a program that chooses its log when
 * it begins must not find one there.
 */
final class Log {
    private boolean told;

    void warn(String message) {
        logger().log(Level.WARNING, message);
    }

    /** Of all calls of this method only the first is written. */
    synchronized void once(String message, Throwable why) {
        if (!told) {
            told = true;
            logger().log(Level.WARNING, "penstock-agent: " + message, why);
        }
    }

    private static Logger logger() {
        return System.getLogger("dev.penstock.agent");
    }
}
