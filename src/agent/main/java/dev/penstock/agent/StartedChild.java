package dev.penstock.agent;

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

    /** From the builder's own frame on. */
    private static List<StackTraceElement> withoutAgent(StackTraceElement[] trace) {
        int first = 0;
        for (int i = 0; i < trace.length; i++) {
            if (trace[i].getClassName().equals(Bridge.NAME.replace('/', '.'))) {
                first = i + 1;
            }
        }
        return List.of(trace).subList(first, Math.min(trace.length, first + MOST_FRAMES));
    }

    String stackText() {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement frame : stack) {
            text.append("\n\tat ").append(frame);
        }
        return text.toString();
    }
}
