package dev.penstock.command.finding;

import dev.penstock.diagnosis.model.Culprit;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.model.Step;
import dev.penstock.diagnosis.model.Wait;

/** What to change in a program, so that it does not come to the same again. */
final class ProgramChange {
    private ProgramChange() {}

    static String of(Finding finding) {
        String culprit = finding.culprit().map(Culprit::command).orElse("");
        return switch (finding.verdict()) {
            case DEADLOCK -> deadlock(finding, culprit);
            case ORPHAN_WRITER -> {
                // Who laid the pipe is the reader or its parent, seldom who was left with an end.
                String reader = finding.chain().isEmpty() ? "" : command(finding.chain().get(0));
                ProgramLanguage language = ProgramLanguage.of(reader);
                yield (language == ProgramLanguage.OTHER
                                ? "in the program that has started them: "
                                : in(reader))
                        + language.close();
            }
            case DEAD_CONSUMER ->
                    "close the read ends that nobody reads, after the fork: then the writer gets"
                            + " EPIPE";
            case UNREAD -> in(culprit) + ProgramLanguage.of(culprit).read();
            case SOCKET ->
                    "have something always read the socket, or close it: a thread of its own, or an"
                            + " event loop that is not blocked";
            default -> "";
        };
    }

    private static String deadlock(Finding finding, String culprit) {
        boolean full = false;
        boolean lock = false;
        boolean reads = false;
        for (Step step : finding.chain()) {
            if (step.waits() == null) {
                continue;
            }
            full |= step.waits().roomIn().isPresent();
            reads |= step.waits().bytesFrom().isPresent();
            lock |= step.waits() instanceof Wait.Lock || step.waits() instanceof Wait.JavaLock;
        }
        if (lock) {
            return "give the lock back before waiting for anything else, or take locks in one order"
                    + " everywhere";
        }
        if (finding.chain().size() == 1 && finding.chain().get(0).waits() instanceof Wait.Futex) {
            return "fork before there are other threads, or start a new program instead of only"
                    + " forking: in the child of a fork the locks of the other threads stay taken"
                    + " (Python: multiprocessing.set_start_method('spawn'); C: pthread_atfork(3))";
        }
        if (!full && reads) {
            return in(culprit) + ProgramLanguage.of(culprit).flush();
        }
        return in(culprit) + ProgramLanguage.of(culprit).read();
    }

    private static String command(Step step) {
        return step.command() == null ? "" : step.command();
    }

    private static String in(String command) {
        String program = ProgramLanguage.program(command);
        return program.isEmpty() ? "" : "in " + program + ": ";
    }
}
