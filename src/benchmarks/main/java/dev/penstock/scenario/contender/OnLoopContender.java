package dev.penstock.scenario.contender;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Outcome;
import dev.penstock.scenario.contender.Workload.Answer;
import dev.penstock.sink.Discard;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Penstock with one thread, as the C program has: the end of a child starts the next one, on the
 * loop.
 */
public final class OnLoopContender {
    private final EventLoop loop;
    private final Workload work;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private int started;
    private int succeeded;

    private OnLoopContender(EventLoop loop, Workload work) {
        this.loop = loop;
        this.work = work;
    }

    public static void main(String[] words) throws Exception {
        Workload work = Workload.of(words);
        try (EventLoop loop = EventLoop.start("penstock")) {
            Workload.serve(() -> new OnLoopContender(loop, work).round());
        }
    }

    private Answer round() throws Exception {
        loop.execute(
                () -> {
                    for (int i = 0; i < work.number(1); i++) {
                        next();
                    }
                });
        return answer.get();
    }

    private void next() {
        if (started == work.number(0)) {
            return;
        }
        started++;
        try {
            Command.of(work.child())
                    .stdin(Input.bytes(new byte[0]))
                    .stdout(Discard.of())
                    .stderr(Discard.of())
                    .start(loop)
                    .outcome()
                    .whenComplete(this::over);
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }

    private void over(Outcome outcome, Throwable failure) {
        if (failure != null || !outcome.succeeded()) {
            answer.completeExceptionally(
                    failure != null ? failure : new IOException(outcome.toString()));
        } else if (++succeeded == work.number(0)) {
            answer.complete(new Answer(succeeded, 0));
        } else {
            next();
        }
    }
}
