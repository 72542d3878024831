package dev.penstock.diagnosis.rescue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What a drain took, and why it ended.
 *
 * @param why it ended
 * @param stored bytes that were taken and are in the store, in their order
 * @param twice bytes in the store that another reader, who came in between, has got as well; not in
 *     {@code stored}
 * @param lost bytes that were taken and could not be stored: only where another reader came in
 *     between, and then the store failed
 * @param unsynced of {@code stored}, bytes that may not be on the disk, since fsync(2) failed
 * @param failure of the store
 * @param time how long it took
 */
public record Drained(
        Why why,
        long stored,
        long twice,
        long lost,
        long unsynced,
        Optional<IOException> failure,
        Duration time) {
    /** Why a drain ended. */
    public enum Why {
        /** All write ends are closed, and nothing is left. */
        END("end of file: nobody holds the write end any more"),
        /** The process has ended, and nothing is left. */
        EXIT("the process has ended"),
        /** Nobody is asleep in a write any more, and nothing is left. */
        UNBLOCKED("nobody is blocked in it any more"),
        /** The time was over. */
        TIME("the time is over"),
        /** The number of bytes was reached. */
        BYTES("so many bytes were asked for"),
        /** Whoever called has asked to stop. */
        STOPPED("interrupted"),
        /** The store failed; what could not be stored was left where it was. */
        FAILED("what was taken could not be stored");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        /**
         * For people.
         *
         * @return a clause
         */
        public String text() {
            return text;
        }
    }
}
