package dev.penstock.testing;

import static org.junit.jupiter.api.Assertions.fail;

import dev.penstock.leaks.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails any test that leaves a descriptor, a thread or a child process (a zombie too) behind. It is
 * found by JUnit's service lookup and so stands around every test.
 */
public final class LeakCheck implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    /** For the service lookup. */
    public LeakCheck() {}

    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

    /** What is just ending may take this long; what has not ended by then is a leak. */
    private static final long SETTLE_NANOS = 10_000_000_000L;

    @Override
    public void beforeAll(ExtensionContext context)
            throws ReflectiveOperationException, IOException {
        startWhatLasts();
    }

    /**
     * A loop, and a descriptor of {@code /dev/null}, live as long as the JVM and are no test's
     * doing. The library is named here, and not imported: this module lies below it.
     */
    private static void startWhatLasts() throws ReflectiveOperationException, IOException {
        // The JDK makes a socket for its first channel, and keeps it.
        Files.newByteChannel(Path.of("/dev/null")).close();
        Class.forName("dev.penstock.loop.EventLoop").getMethod("common").invoke(null);
        Class<?> pipes = Class.forName("dev.penstock.pipe.Pipe");
        Object pipe = pipes.getMethod("open").invoke(null);
        Object reader = pipes.getMethod("reader").invoke(pipe);
        reader.getClass().getMethod("discard", long.class).invoke(reader, 1L);
        pipes.getMethod("close").invoke(pipe);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        context.getStore(NAMESPACE).put("before", Held.now());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Held before = context.getStore(NAMESPACE).get("before", Held.class);
        long deadline = System.nanoTime() + SETTLE_NANOS;
        String leaked = Held.now().beyond(before);
        while (!leaked.isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(5);
            leaked = Held.now().beyond(before);
        }
        if (!leaked.isEmpty()) {
            fail("left behind:" + leaked);
        }
    }
}
