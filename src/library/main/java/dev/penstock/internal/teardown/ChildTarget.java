package dev.penstock.internal.teardown;

import java.io.IOException;

/** The child alone. */
record ChildTarget(Leader leader) implements Targets {
    @Override
    public void signal(int signal) throws IOException {
        leader.signal(signal);
    }

    @Override
    public boolean search() {
        return false;
    }

    @Override
    public boolean othersGone() {
        return true;
    }

    @Override
    public boolean beyondTheChild() {
        return false;
    }
}
