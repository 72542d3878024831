package dev.penstock.internal.teardown;

import java.io.IOException;

/** The child's process group. */
record GroupTargets(Leader leader) implements Targets {
    @Override
    public void signal(int signal) throws IOException {
        if (!leader.signalGroup(signal)) {
            // It has left the group that it led, and nobody else is there.
            leader.signal(signal);
        }
    }

    @Override
    public boolean search() {
        return false;
    }

    @Override
    public boolean othersGone() throws IOException {
        return Census.take().stream()
                .noneMatch(
                        stat ->
                                stat.group() == leader.pid()
                                        && stat.pid() != leader.pid()
                                        && !stat.ended());
    }
}
