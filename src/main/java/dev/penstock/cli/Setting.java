package dev.penstock.cli;

import dev.penstock.loop.EventLoop;
import dev.penstock.process.Command;
import java.time.Duration;

/**
 * What all cures share.
 *
 * @param subject the child
 * @param pipeSize of the pipes that a cure makes itself
 * @param patience after which a child is ended; no cure comes near it unless it fails
 * @param loop the children's
 */
record Setting(Subject subject, PipeSize pipeSize, Duration patience, EventLoop loop) {
    /** The child, bounded in time. */
    Command command() {
        return subject.command().timeout(patience);
    }
}
