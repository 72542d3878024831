package dev.penstock.diagnosis.rescue;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a drain ends, besides at the end of file and with the process: whatever comes first.
 *
 * @param unblocked once nobody is asleep in a write any more and nothing is left
 * @param time after so long
 * @param bytes after so many bytes
 */
public record Until(boolean unblocked, Optional<Duration> time, OptionalLong bytes) {
    /** Not before the end of file or of the process. */
    public static final Until EXIT = new Until(false, Optional.empty(), OptionalLong.empty());
}
