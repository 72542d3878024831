package dev.penstock.loop;

/** What a registered descriptor's owner does when it is ready. */
@FunctionalInterface
public interface ReadyHandler {
    /**
     * Called on the loop's thread; it must not block. Readiness is level-triggered: what is not
     * done now is called for again.
     *
     * @param registration the one that was ready
     * @param readiness what was reported; errors and hang-ups come without being asked for
     * @throws Exception cancels the registration and goes to the loop thread's uncaught exception
     *     handler; the loop goes on
     */
    void ready(Registration registration, Readiness readiness) throws Exception;
}
