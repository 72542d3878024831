package dev.penstock.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Tests that hang and leak, run by an engine of their own. */
@Timeout(60)
class ExplainHangsTest {
    private static final List<Process> CHILDREN = new ArrayList<>();
    private static final List<FileInputStream> FILES = new ArrayList<>();

    /** Hangs as people do it. */
    private static void hang() throws Exception {
        Process child = new ProcessBuilder("seq", "100000").start();
        synchronized (CHILDREN) {
            CHILDREN.add(child);
        }
        child.waitFor();
    }

    private static synchronized void end() throws Exception {
        for (Process child : CHILDREN) {
            child.destroyForcibly().waitFor();
            child.getInputStream().close();
            child.getErrorStream().close();
            child.getOutputStream().close();
        }
        CHILDREN.clear();
        for (FileInputStream file : FILES) {
            file.close();
        }
        FILES.clear();
    }

    @AfterEach
    void endAll() throws Exception {
        end();
    }

    @Tag("inner")
    static class Hangs {
        @AfterEach
        void endAll() throws Exception {
            end();
        }

        @Test
        @Timeout(3)
        @ExplainHangs
        void untilItsTimeout() throws Exception {
            hang();
        }

        @Test
        @Timeout(value = 3, threadMode = ThreadMode.SEPARATE_THREAD)
        @ExplainHangs(after = 500, unit = TimeUnit.MILLISECONDS)
        void inAThreadOfItsOwn() throws Exception {
            hang();
        }

        @Test
        @ExplainHangs(after = 100, unit = TimeUnit.MILLISECONDS)
        void failsByItself() throws Exception {
            Thread.sleep(300);
            fail("its own words");
        }

        @Test
        @ExplainHangs(after = 100, unit = TimeUnit.MILLISECONDS)
        void passesLate() throws Exception {
            Thread.sleep(1500);
        }

        @Test
        @ExplainHangs
        void passesInTime() {}
    }

    @Tag("inner")
    @ExplainHangs(leaks = Leaks.FAIL)
    static class LeaksAndFails {
        @Test
        void achild() throws Exception {
            CHILDREN.add(new ProcessBuilder("sleep", "100").start());
        }

        @Test
        void bdescriptor() throws Exception {
            end();
            FILES.add(new FileInputStream("/etc/passwd"));
        }

        @Test
        void cnothing() {}
    }

    @Tag("inner")
    @ExplainHangs(leaks = Leaks.REPORT)
    static class LeaksAndReports {
        @Test
        void child() throws Exception {
            CHILDREN.add(new ProcessBuilder("sleep", "100").start());
        }
    }

    @Tag("inner")
    @Execution(ExecutionMode.CONCURRENT)
    @ExplainHangs(after = 500, unit = TimeUnit.MILLISECONDS, leaks = Leaks.FAIL)
    static class SideBySide {
        @Test
        @Timeout(4)
        void one() throws Exception {
            hang();
        }

        @Test
        @Timeout(4)
        void two() throws Exception {
            hang();
        }
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .execute();
    }

    private static Throwable failure(EngineExecutionResults results, String test) {
        return results.testEvents().failed().stream()
                .filter(event -> event.getTestDescriptor().getDisplayName().startsWith(test + "("))
                .findFirst()
                .flatMap(
                        event ->
                                event.getPayload(
                                        org.junit.platform.engine.TestExecutionResult.class))
                .flatMap(org.junit.platform.engine.TestExecutionResult::getThrowable)
                .orElseThrow();
    }

    private static long reports(EngineExecutionResults results, String key) {
        return results.testEvents().reportingEntryPublished().stream()
                .map(Event::toString)
                .filter(event -> event.contains(key))
                .count();
    }

    @Test
    void shouldExplainWhatHangsAndFail() {
        EngineExecutionResults results = run(Hangs.class);

        for (String test : List.of("untilItsTimeout", "inAThreadOfItsOwn")) {
            Throwable failure = failure(results, test);
            assertInstanceOf(TimeoutException.class, failure, failure::toString);
            String message = failure.getMessage();
            assertTrue(message.contains("timed out after 3 seconds"), message);
            assertTrue(message.contains("  seq ("), message);
            assertTrue(message.contains("a pipe that is full"), message);
            assertFalse(message.contains("org.junit.platform"), message);
            assertTrue(message.contains("ExplainHangsTest.hang("), message);
        }
        Throwable own = failure(results, "failsByItself");
        assertEquals("its own words", own.getMessage());
        assertEquals(1, own.getSuppressed().length);
        assertTrue(own.getSuppressed()[0].getMessage().contains("Nothing hangs in a pipe"));
        assertEquals(4, reports(results, "penstock.hang"));
        assertEquals(2, results.testEvents().succeeded().count());
    }

    @Test
    void shouldNameWhatIsLeftBehind() {
        EngineExecutionResults results = run(LeaksAndFails.class);

        String child = failure(results, "achild").getMessage();
        assertTrue(child.contains("(sleep)"), child);
        assertTrue(child.contains("left behind:\n"), child);
        String descriptor = failure(results, "bdescriptor").getMessage();
        assertTrue(descriptor.contains("/etc/passwd"), descriptor);
        assertFalse(descriptor.contains("sleep"), descriptor);
        assertEquals(1, results.testEvents().succeeded().count());
    }

    @Test
    void shouldOnlyReportItWhereThatIsAsked() {
        EngineExecutionResults results = run(LeaksAndReports.class);

        assertEquals(1, results.testEvents().succeeded().count());
        assertEquals(1, reports(results, "(sleep)"));
    }

    @Test
    void shouldExplainTestsThatHangSideBySide() throws Exception {
        EngineExecutionResults results = run(SideBySide.class);

        for (String test : List.of("one", "two")) {
            String message = failure(results, test).getMessage();
            assertTrue(message.contains("seq ("), message);
            assertTrue(message.contains("SideBySide." + test), message);
            assertFalse(message.contains("left behind"), message);
        }
    }
}
