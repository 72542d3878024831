package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.testing.ChildJvm;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child that is to end with the JVM, asked for while that ends. */
@Timeout(120)
class InShutdownHookTest {
    /** Its exit code tells what its hook met. */
    static final class Late {
        private static final int REFUSED = 42;
        private static final int ANOTHER_WAY = 43;

        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(Late::start));
        }

        private static void start() {
            try {
                Command.of("true").endAtShutdown().run();
                Runtime.getRuntime().halt(0);
            } catch (IOException e) {
                boolean told = e.getMessage().startsWith("this JVM is shutting down: ");
                Runtime.getRuntime().halt(told ? REFUSED : ANOTHER_WAY);
            } catch (InterruptedException | RuntimeException e) {
                Runtime.getRuntime().halt(ANOTHER_WAY);
            }
        }
    }

    @Test
    void shouldBeRefusedAsEveryOtherFailureToStart() throws Exception {
        assertEquals(Late.REFUSED, ChildJvm.run(Late.class));
    }
}
