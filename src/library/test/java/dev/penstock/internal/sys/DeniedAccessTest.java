package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A JVM that was told to refuse native code. */
@Timeout(60)
@EnabledForJreRange(min = JRE.JAVA_24)
class DeniedAccessTest {
    /** Starts two children, and prints why that cannot be. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            for (int i = 0; i < 2; i++) {
                try {
                    Command.of("true").run();
                } catch (LinkageError e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void shouldNameTheFlagEachTime() throws Exception {
        Capture out = Capture.of(1 << 16);
        Outcome outcome =
                Command.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--illegal-native-access=deny",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName())
                        .stdout(out)
                        .timeout(Duration.ofSeconds(50))
                        .run()
                        .orThrow();

        String denied =
                "this JVM denies native access: start it with --enable-native-access=ALL-UNNAMED\n";
        assertEquals(denied + denied, out.text(), outcome.toString());
    }
}
