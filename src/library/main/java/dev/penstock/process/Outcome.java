package dev.penstock.process;

import dev.penstock.text.LogSafe;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of a child. Exit and end of file are two things: the child's own success stands even
 * where a grandchild kept its output open and the stream had to be cut.
 *
 * @param command what was run
 * @param pid the child's process id, another's by now
 * @param exit how it ended
 * @param usage what it used until then
 * @param endedBy who brought its end about
 * @param ran from its start to its exit, as the event loop learnt of it
 * @param elapsed from its start until everything was over, the streams included
 * @param stdin how its standard input ended
 * @param stdout how its standard output ended
 * @param stderr how its standard error ended; {@link StreamEnd.How#NOT_CARRIED} when merged
 * @param stderrTail the last of standard error, at most 4096 bytes in UTF-8, where no sink took it
 *     or a {@link dev.penstock.sink.Capture} did; else empty
 * @param cgroup what became of the cgroup of its own, if it had one
 */
public record Outcome(
        Command command,
        long pid,
        Exit exit,
        Usage usage,
        EndedBy endedBy,
        Duration ran,
        Duration elapsed,
        StreamEnd stdin,
        StreamEnd stdout,
        StreamEnd stderr,
        String stderrTail,
        Optional<CgroupEnd> cgroup) {

    /**
     * Whether the child exited with 0, by itself. Says nothing about the streams: see {@link
     * #complete}.
     */
    public boolean succeeded() {
        return endedBy == EndedBy.ITSELF
                && exit instanceof Exit.Exited exited
                && exited.code() == 0;
    }

    /** Whether every stream that was carried ran to its end, or its reader had enough. */
    public boolean complete() {
        return isComplete(stdin) && isComplete(stdout) && isComplete(stderr);
    }

    private static boolean isComplete(StreamEnd stream) {
        return switch (stream.how()) {
            case NOT_CARRIED, COMPLETE, READER_GONE -> true;
            case CUT, LIMIT_REACHED, FAILED -> false;
        };
    }

    /** Whether its time ran out. */
    public boolean timedOut() {
        return endedBy == EndedBy.TIMEOUT;
    }

    /**
     * This outcome, if the child {@linkplain #succeeded succeeded} and the streams are {@linkplain
     * #complete complete}.
     *
     * @throws OutcomeException otherwise, with all of this outcome in its message, and the last of
     *     standard error
     */
    public Outcome orThrow() throws OutcomeException {
        if (succeeded() && complete()) {
            return this;
        }
        OutcomeException e = new OutcomeException(this, toString());
        suppressFailuresIn(e);
        throw e;
    }

    /** The last of standard error, safe for a terminal and without the command's secrets. */
    String shownStderr() {
        return command.settings.masked(LogSafe.lines(stderrTail));
    }

    void suppressFailuresIn(IOException e) {
        for (StreamEnd stream : new StreamEnd[] {stdin, stdout, stderr}) {
            stream.failure().ifPresent(e::addSuppressed);
        }
    }

    /**
     * On one line, safe for a terminal, whatever the command's words and the holders' names are.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(command).append(' ').append(exit);
        switch (endedBy) {
            case TIMEOUT ->
                    text.append(" after its timeout of ")
                            .append(Command.text(command.settings.timeout));
            case SILENCE ->
                    text.append(" after a silence of ")
                            .append(Command.text(command.settings.silence));
            case CANCEL -> text.append(" after it was cancelled");
            case SHUTDOWN -> text.append(" as the JVM shut down");
            case CLOSE -> text.append(" after close()");
            case LOOP_CLOSED -> text.append(" as its event loop was closed");
            case ITSELF -> {}
        }
        append(text, "stdin", stdin);
        append(text, "stdout", stdout);
        append(text, "stderr", stderr);
        cgroup.ifPresent(end -> append(text, end));
        return command.settings.masked(text.toString());
    }

    private static void append(StringBuilder text, CgroupEnd end) {
        if (end.usage().isPresent() && end.usage().get().memoryKills().orElse(0) > 0) {
            text.append("; its cgroup's memory was used up");
        }
        if (end.leftKilled() > 0) {
            text.append("; ").append(end.leftKilled()).append(" left in its cgroup were killed");
        }
        end.failure()
                .ifPresent(
                        e ->
                                text.append("; its cgroup is left: ")
                                        .append(LogSafe.line(String.valueOf(e.getMessage()))));
    }

    private static void append(StringBuilder text, String name, StreamEnd stream) {
        if (!isComplete(stream)) {
            text.append("; ").append(name).append(": ").append(stream);
        }
    }
}
