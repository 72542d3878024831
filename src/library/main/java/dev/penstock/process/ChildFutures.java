package dev.penstock.process;

/**
 * What the users of one child wait for, completed by the child's life alone. To cancel either
 * future asks for the child's end.
 */
final class ChildFutures implements ChildLifecycle.Listener, Runnable {
    private final Command command;
    final SharedFuture<Outcome> outcome = new SharedFuture<>(this);
    final SharedFuture<Exit> exit = new SharedFuture<>(this);

    /** Set before anybody has a future. */
    private ChildLifecycle life;

    ChildFutures(Command command) {
        this.command = command;
    }

    void cancelEnds(ChildLifecycle life) {
        this.life = life;
    }

    /** A future was cancelled. Any thread. */
    @Override
    public void run() {
        life.requestEnd(EndedBy.CANCEL);
    }

    @Override
    public void exited(Exit how) {
        exit.settle(how);
    }

    @Override
    public void over(ChildEnding ending) {
        outcome.settle(
                new Outcome(
                        command,
                        ending.pid(),
                        ending.status().exit(),
                        ending.status().usage(),
                        ending.endedBy(),
                        ending.ran(),
                        ending.elapsed(),
                        ending.stdin(),
                        ending.stdout(),
                        ending.stderr(),
                        ending.stderrTail(),
                        ending.cgroup()));
    }

    @Override
    public void failed(Throwable why) {
        exit.settleExceptionally(why);
        outcome.settleExceptionally(why);
    }
}
