package dev.penstock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that takes too long is explained, once, while it goes on: this JVM and the processes below
 * it are inspected as {@code penstock inspect} does, on a thread of its own. What is found, and the
 * stack of the test's thread, are written to standard error, published as the report entry {@code
 * penstock.hang}, and become a part of the failure when the test fails later. The test itself is
 * not ended: that is for {@link org.junit.jupiter.api.Timeout}.
 *
 * <p>On a method, or on a class for all its methods. Tests may run in parallel. On Linux; elsewhere
 * the stack alone is told.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HangExtension.class)
public @interface ExplainHangs {
    /**
     * How long a test may take. 0 for 2 s less than its {@link org.junit.jupiter.api.Timeout}, or
     * half of one below 4 s; without one, 30 s.
     */
    long after() default 0;

    /** Of {@link #after}. */
    TimeUnit unit() default TimeUnit.SECONDS;

    /**
     * What becomes of what a test leaves behind: descriptors, threads, children (a zombie too).
     * Nothing is looked for in tests that run in parallel, since nobody can tell whose it is.
     */
    Leaks leaks() default Leaks.REPORT;
}
