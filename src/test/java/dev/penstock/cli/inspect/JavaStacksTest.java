package dev.penstock.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.cli.Ran;
import dev.penstock.procfs.PipeWait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaStacksTest {
    @TempDir Path folder;

    @Test
    void shouldFindThreadsByTheirIds() {
        Map<Integer, List<String>> stacks =
                JavaStacks.parse(
                        "Full thread dump\n\n"
                                + "\"main\" #1 prio=5 os_prio=0 tid=0x7f00 nid=0x1a2b in"
                                + " Object.wait()  [0x7f]\n"
                                + "   java.lang.Thread.State: WAITING (on object monitor)\n"
                                + "\tat java.lang.Object.wait(Native Method)\n"
                                + "\t- locked <0x0000>\n"
                                + "\tat A.main(A.java:3)\n\n"
                                + "\"VM Thread\" os_prio=0 tid=0x7f01 nid=6700 runnable\n");

        List<String> main =
                List.of(
                        "\"main\"",
                        "at java.lang.Object.wait(Native Method)",
                        "at A.main(A.java:3)");
        assertEquals(main, stacks.get(0x1a2b));
        assertEquals(List.of("\"VM Thread\""), stacks.get(6700));
        assertEquals(main, JavaStacks.shown(stacks, 0x1a2b));
        assertEquals(main, JavaStacks.shown(stacks, 1));
        assertTrue(JavaStacks.isJava("java -jar x.jar") && !JavaStacks.isJava("javac A.java"));
    }

    @Test
    void shouldShowWhereAJvmWaits() throws Exception {
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        assumeTrue(Files.isExecutable(jdk.resolve("jcmd")), "SKIPPED: this JVM has no jcmd");
        Path source = folder.resolve("Hangs.java");
        Files.writeString(
                source,
                "class Hangs { public static void main(String[] args) throws Exception {\n"
                        + "new ProcessBuilder(\"head\", \"-c\", \"200000\", \"/dev/zero\")"
                        + ".start().waitFor(); } }\n");
        try (Hung hung = new Hung(jdk.resolve("java").toString(), source.toString())) {
            hung.awaitPipe(PipeWait.ROOM);

            Ran ran = Ran.penstock("inspect", "" + hung.pid(), "--for", "100ms", "--java");

            assertEquals(1, ran.code(), ran.err());
            assertTrue(ran.out().contains("at Hangs.main(Hangs.java:2)"), ran.out());
        }
    }
}
