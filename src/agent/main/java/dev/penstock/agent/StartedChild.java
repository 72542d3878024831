package dev.penstock.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * A process that this JVM has started, and who did. The {@link Process} itself is not kept: it
 * closes its pipes once nobody refers to it, and a child may depend on that.
 */
final class StartedChild {
    private static final int MOST_FRAMES = 30;

    final ProcessHandle handle;
    final String thread;
    final List<StackTraceElement> stack;
    final long startedNanos = System.nanoTime();

    /** Whether it was warned of. The watching thread only. */
    boolean told;

    StartedChild(ProcessHandle handle, Thread thread, StackTraceElement[] trace) {
        this.handle = handle;
        this.thread = thread.getName();
        stack = withoutAgent(trace);
    }

    /** From the builder's own frame on, or where that is hidden, all of it. */
    private static List<StackTraceElement> withoutAgent(StackTraceElement[] trace) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (StackTraceElement frame : trace) {
            String type = frame.getClassName();
            if (!type.startsWith("dev.penstock.agent.") && frames.size() < MOST_FRAMES) {
                frames.add(frame);
            }
        }
        return frames;
    }

    String stackText() {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement frame : stack) {
            text.append("\n\tat ").append(frame);
        }
        return text.toString();
    }
}
