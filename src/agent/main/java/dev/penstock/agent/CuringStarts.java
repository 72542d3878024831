package dev.penstock.agent;

import dev.penstock.process.Overflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes through Penstock. What cannot be started is left to the JDK: either that fails
 * as well, with the exception that the program knows, or the failure was the agent's, which is told
 * once.
 */
final class CuringStarts implements Starts {
    private interface Start<T> {
        T start() throws IOException;
    }

    private final Overflow overflow;
    private final Log log;

    /**
     * Whether this thread starts one already: the drop-in asks the JDK for the words of an error.
     */
    private final ThreadLocal<Boolean> starting = new ThreadLocal<>();

    /** Why this thread's last process was left to the JDK, until that has started it. */
    private final ThreadLocal<Throwable> failures = new ThreadLocal<>();

    /** After a failure that all further ones would have too: what is native was not loaded. */
    private volatile boolean disabled;

    CuringStarts(Overflow overflow, Log log) {
        this.overflow = overflow;
        this.log = log;
    }

    @Override
    public Process start(ProcessBuilder builder, boolean ownEnvironment) {
        return start(() -> ours(builder, ownEnvironment).start());
    }

    @Override
    public List<Process> startPipeline(List<ProcessBuilder> builders) {
        return start(
                () -> {
                    List<dev.penstock.dropin.ProcessBuilder> all = new ArrayList<>();
                    for (ProcessBuilder builder : builders) {
                        all.add(ours(builder, true));
                    }
                    return dev.penstock.dropin.ProcessBuilder.startPipeline(all);
                });
    }

    private dev.penstock.dropin.ProcessBuilder ours(ProcessBuilder builder, boolean environment) {
        return dev.penstock.dropin.ProcessBuilder.of(builder, environment).overflow(overflow);
    }

    private <T> T start(Start<T> what) {
        failures.remove();
        if (disabled || starting.get() != null || hasSecurityManager()) {
            return null;
        }
        starting.set(true);
        try {
            return what.start();
        } catch (LinkageError e) {
            disabled = true;
            failures.set(e);
            return null;
        } catch (IOException | RuntimeException e) {
            failures.set(e);
            return null;
        } finally {
            starting.remove();
        }
    }

    /** One would be asked by the JDK whether the program may start this. */
    @SuppressWarnings("removal")
    private static boolean hasSecurityManager() {
        return System.getSecurityManager() != null;
    }

    @Override
    public void started(Process process) {
        Throwable failure = failures.get();
        if (failure != null) {
            failures.remove();
            log.once("the JDK started a process that Penstock could not start", failure);
        }
    }
}
