package dev.penstock.process;

/**
 * What a child's life begins with.
 *
 * @param started just before its start, on the scale of {@link System#nanoTime}
 * @param mark see {@link dev.penstock.internal.teardown.Orphans#newMark}; null for none
 * @param cgroup its own; null for none
 * @param keepsBackgroundThread whether a {@link dev.penstock.internal.thread.BackgroundExecutor} is
 *     kept for its teardown, for its life to let go
 */
record StartInfo(long started, String mark, OwnCgroup cgroup, boolean keepsBackgroundThread) {}
