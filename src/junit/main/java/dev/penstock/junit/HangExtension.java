package dev.penstock.junit;

import dev.penstock.leaks.Held;
import dev.penstock.loop.EventLoop;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/** What stands behind {@link ExplainHangs}; JUnit makes it. */
public final class HangExtension
        implements BeforeEachCallback,
                AfterEachCallback,
                InvocationInterceptor,
                TestExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(HangExtension.class);
    private static final Duration WITHOUT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BEFORE_TIMEOUT = Duration.ofSeconds(2);

    /** What is just ending may take this long; what has not ended by then is a leak. */
    private static final long SETTLE_NANOS = 2_000_000_000L;

    /** For JUnit. */
    public HangExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        ExplainHangs asked = annotation(context, ExplainHangs.class).orElseThrow();
        if (looksForLeaks(asked, context)) {
            startWhatLasts();
            context.getStore(NAMESPACE).put("before", Held.now());
        }
        context.getStore(NAMESPACE).put("test", RunningTest.start(context, limit(asked, context)));
    }

    private static boolean looksForLeaks(ExplainHangs asked, ExtensionContext context) {
        return asked.leaks() != Leaks.IGNORE
                && context.getExecutionMode() == ExecutionMode.SAME_THREAD
                && Files.isDirectory(Path.of("/proc/self/fd"));
    }

    /** The JDK's first channel and Penstock's common loop live as long as the JVM. */
    private static void startWhatLasts() throws IOException {
        Files.newByteChannel(Path.of("/dev/null")).close();
        EventLoop.common();
    }

    private static Duration limit(ExplainHangs asked, ExtensionContext context) {
        if (asked.after() > 0) {
            return Duration.of(asked.after(), asked.unit().toChronoUnit());
        }
        Optional<Timeout> timeout = annotation(context, Timeout.class);
        if (timeout.isEmpty()) {
            return WITHOUT_TIMEOUT;
        }
        Duration whole = Duration.of(timeout.get().value(), timeout.get().unit().toChronoUnit());
        Duration half = whole.dividedBy(2);
        return half.compareTo(BEFORE_TIMEOUT) < 0 ? half : whole.minus(BEFORE_TIMEOUT);
    }

    /** Of the method, else of its class or of one that encloses it. */
    private static <A extends Annotation> Optional<A> annotation(
            ExtensionContext context, Class<A> type) {
        Optional<A> ofMethod =
                AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), type);
        Class<?> around = context.getRequiredTestClass();
        while (ofMethod.isEmpty() && around != null) {
            ofMethod = AnnotationSupport.findAnnotation(around, type);
            around = around.getEnclosingClass();
        }
        return ofMethod;
    }

    /** A timeout may give the method a thread of its own. */
    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        test(context).runsOn(Thread.currentThread());
        invocation.proceed();
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        interceptTestMethod(invocation, method, context);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        Optional<String> seen = test(context).explanation();
        if (seen.isEmpty()) {
            throw failure;
        }
        if (failure instanceof TimeoutException) {
            TimeoutException explained =
                    new TimeoutException(failure.getMessage() + "\n\n" + seen.get());
            explained.setStackTrace(failure.getStackTrace());
            explained.addSuppressed(failure);
            throw explained;
        }
        failure.addSuppressed(new HangReport(seen.get()));
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        test(context).end();
        Held before = context.getStore(NAMESPACE).get("before", Held.class);
        if (before == null) {
            return;
        }
        long begun = System.nanoTime();
        String left = Held.now().beyond(before);
        while (!left.isEmpty() && System.nanoTime() - begun < SETTLE_NANOS) {
            TimeUnit.MILLISECONDS.sleep(5);
            left = Held.now().beyond(before);
        }
        if (left.isEmpty()) {
            return;
        }
        if (annotation(context, ExplainHangs.class).orElseThrow().leaks() == Leaks.FAIL) {
            throw new AssertionError(context.getDisplayName() + " left behind:" + left);
        }
        context.publishReportEntry("penstock.leaks", left.strip());
    }

    private static RunningTest test(ExtensionContext context) {
        return context.getStore(NAMESPACE).get("test", RunningTest.class);
    }
}
