package dev.penstock.junit;

import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.inspect.Inspector;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Verdict;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.text.LogSafe;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be seen, at this moment, of a test that takes too long. */
final class Explanation {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_IDLE = 20;

    private Explanation() {}

    /**
     * Takes half a second and more.
     *
     * @param test the thread that runs it
     */
    static String of(String name, Duration age, Thread test) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        text.append(name)
                .append(" has run for ")
                .append(age.toMillis() / 1000.0)
                .append(" s. What Penstock sees of this JVM and the processes below it:\n");
        processes(text);
        text.append("\nThe thread of the test, \"").append(LogSafe.line(test.getName()));
        text.append("\", ").append(test.getState()).append(":\n");
        stack(text, test);
        return text.toString();
    }

    /** As far as the test's own method: what calls it is JUnit's. */
    private static void stack(StringBuilder text, Thread test) {
        for (StackTraceElement frame : test.getStackTrace()) {
            String type = frame.getClassName();
            if (type.startsWith("jdk.internal.reflect.")
                    || type.startsWith("org.junit.platform.")) {
                return;
            }
            text.append("\tat ").append(frame).append('\n');
        }
    }

    private static void processes(StringBuilder text) throws InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            text.append("\nPenstock looks at processes on Linux alone.\n");
            return;
        }
        ProcessHandle self = ProcessHandle.current();
        Set<Integer> pids =
                self.descendants().map(process -> (int) process.pid()).collect(Collectors.toSet());
        pids.add((int) self.pid());
        try {
            Inspection seen =
                    new Inspector(ProcFs.open(), LOOK).inspect(view -> pids.contains(view.pid()));
            int stands = 0;
            for (Finding finding : seen.findings()) {
                if (finding.verdict() != Verdict.IDLE) {
                    finding(text, finding);
                    stands++;
                }
            }
            if (stands == 0) {
                text.append("\nNothing hangs in a pipe.\n");
            }
            idle(text, seen, (int) self.pid());
        } catch (IOException e) {
            text.append("\nNothing: ").append(e.getMessage()).append('\n');
        }
    }

    /** What the children do that stand in no pipe: the test may wait for one of them. */
    private static void idle(StringBuilder text, Inspection seen, int self) {
        int told = 0;
        for (Finding finding : seen.findings()) {
            if (finding.verdict() == Verdict.IDLE && !finding.pids().contains(self)) {
                if (++told > MOST_IDLE) {
                    text.append("  and more\n");
                    return;
                }
                text.append("IDLE  ").append(LogSafe.line(finding.summary())).append('\n');
            }
        }
    }

    private static void finding(StringBuilder text, Finding finding) {
        text.append('\n').append(finding.verdict().text()).append("  ");
        text.append(LogSafe.line(finding.summary())).append('\n');
        for (Step step : finding.chain()) {
            text.append("  ").append(step.command() == null ? "?" : LogSafe.line(step.command()));
            text.append("  (pid ").append(step.pid()).append(")\n    ");
            text.append(LogSafe.line(step.text())).append('\n');
        }
        for (String sentence : finding.evidence()) {
            text.append("  - ").append(LogSafe.line(sentence)).append('\n');
        }
        finding.pids().stream()
                .findFirst()
                .ifPresent(
                        pid -> text.append("  More: penstock inspect ").append(pid).append('\n'));
    }
}
