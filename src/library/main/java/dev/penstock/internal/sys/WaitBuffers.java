package dev.penstock.internal.sys;

/**
 * What waitid(2), getrusage(2) and poll(2) fill in when a child is waited for. A loop has one for
 * all its children. Whoever uses it holds its monitor, for calls that do not wait.
 */
public final class WaitBuffers {
    /** How the child ended. */
    public final SignalInfo info = new SignalInfo();

    /** What the child used. */
    public final ResourceUsage usage = new ResourceUsage();

    /** Whether a pidfd is readable. */
    public final PollFd poll = new PollFd();

    /** What this process had used, when it was last asked for. */
    public final ResourceUsage own = new ResourceUsage();
}
