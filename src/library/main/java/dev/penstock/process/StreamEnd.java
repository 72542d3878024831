package dev.penstock.process;

import dev.penstock.sink.LimitReached;
import dev.penstock.text.LogSafe;
import java.util.List;
import java.util.Optional;

/**
 * How one of a child's standard streams ended.
 *
 * @param how in a word
 * @param bytes how many this process carried: read from an output, written to an input. 0 for a
 *     stream that is not carried
 * @param leftUnread for an output that did not reach its end of file, how many bytes its sink did
 *     not get: those left in the pipe, and those taken from it but refused; for an input, how many
 *     were taken from its source that the pipe did not take and, where its reader had gone, that
 *     the reader left in the pipe
 * @param failure what went wrong for {@link How#FAILED} and {@link How#LIMIT_REACHED}
 * @param holders for {@link How#CUT}, who still held the pipe's other end, as far as this process
 *     may see, and could within two seconds
 */
public record StreamEnd(
        How how, long bytes, long leftUnread, Optional<Throwable> failure, List<Holder> holders) {

    /** The ways in which a stream ends. */
    public enum How {
        /** It was the child's own business: inherited, a file, or a descriptor. */
        NOT_CARRIED,
        /** An output to its end of file, an input to its last byte. */
        COMPLETE,
        /**
         * An input whose reader closed it before the last byte, as {@code head} does; or an output
         * to the next command of a pipeline, past a tap, likewise. No failure.
         */
        READER_GONE,
        /**
         * Stopped by us while another process still held the other end: after the grace that
         * follows the child's exit, or at once after a timeout or {@link Child#close}.
         */
        CUT,
        /** An output whose sink had taken all that it may: the failure is {@link LimitReached}. */
        LIMIT_REACHED,
        /** A call or the sink failed. */
        FAILED
    }

    static final StreamEnd NOT_CARRIED =
            new StreamEnd(How.NOT_CARRIED, 0, 0, Optional.empty(), List.of());

    /** On one line, safe for a terminal. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        switch (how) {
            case NOT_CARRIED:
                return "not carried";
            case COMPLETE:
                return bytes + " bytes";
            case READER_GONE:
                return bytes + " bytes, then the reader closed it";
            case LIMIT_REACHED, FAILED:
                text.append(bytes).append(" bytes, then ");
                text.append(LogSafe.line(failure.orElseThrow().toString()));
                break;
            default:
                text.append(bytes).append(" bytes, then cut");
        }
        if (leftUnread > 0) {
            text.append(", ").append(leftUnread).append(" bytes left");
        }
        String separator = ", still held by ";
        for (Holder holder : holders) {
            text.append(separator).append(holder);
            separator = " and ";
        }
        return text.toString();
    }
}
