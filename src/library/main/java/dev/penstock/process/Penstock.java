package dev.penstock.process;

import dev.penstock.internal.loop.EpollLoop;
import dev.penstock.internal.pipe.NullDevice;
import dev.penstock.internal.spawn.Spawner;
import dev.penstock.internal.teardown.Orphans;
import java.io.IOException;

/** What the library holds for as long as it is used in a JVM, and how to let go of it. */
public final class Penstock {
    private Penstock() {}

    /**
     * Lets go of all that the library keeps for the JVM's life: the event loop that all share,
     * whose children are ended by their teardowns first; the thread that children with a
     * {@linkplain Command#parentDeathSignal parent-death signal} are born of, and who of them lives
     * gets that signal; the descriptors of {@code /dev/null} and of the launcher; the hooks for the
     * JVM's shutdown, once no child and no loop needs one; the reaping of strangers. For a class
     * loader that is about to be dropped, in a container of applications, say. Loops that were
     * started are closed by who started them, before. jnr has a thread of its own that never ends
     * and keeps the class loader; {@code -Ddev.penstock.binding=jni} does without jnr.
     *
     * <p>Whoever uses the library afterwards has it start anew. Waits until the common loop has
     * ended, 10 seconds at most; on that loop's own thread it does not wait. Any thread.
     *
     * @throws IOException if a descriptor cannot be closed, after all else is done
     */
    public static void shutdown() throws IOException {
        EpollLoop.closeCommon();
        Orphans.leaveStrangers();
        ShutdownHook.leave();
        try {
            Spawner.letGo();
        } finally {
            NullDevice.letGo();
        }
    }
}
