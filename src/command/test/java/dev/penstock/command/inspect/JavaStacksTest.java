package dev.penstock.command.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.command.Ran;
import dev.penstock.diagnosis.model.Wait;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.testing.Eventually;
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
        Map<Integer, JavaThread> threads =
                JavaThread.parse(
                        "Full thread dump\n\n"
                                + "\"main\" #1 prio=5 os_prio=0 tid=0x7f00 nid=0x1a2b in"
                                + " Object.wait()  [0x7f]\n"
                                + "   java.lang.Thread.State: WAITING (on object monitor)\n"
                                + "\tat java.lang.Object.wait(Native Method)\n"
                                + "\t- locked <0x0000>\n"
                                + "\tat A.main(A.java:3)\n\n"
                                + "\"VM Thread\" os_prio=0 tid=0x7f01 nid=6700 runnable\n\n"
                                + "\"main\":\n\tat Elsewhere.told(Again.java:1)\n");

        JavaThread main =
                new JavaThread(
                        0x1a2b,
                        "main",
                        "WAITING",
                        List.of(
                                "at java.lang.Object.wait(Native Method)",
                                "- locked <0x0000>",
                                "at A.main(A.java:3)"));
        assertEquals(main, threads.get(0x1a2b));
        assertEquals(new JavaThread(6700, "VM Thread", "", List.of()), threads.get(6700));
        assertEquals(List.of(main), JavaStacks.shown(threads, 0x1a2b));
        assertEquals(List.of(main), JavaStacks.shown(threads, 1));
        assertTrue(JavaStacks.isJava("java -jar x.jar") && !JavaStacks.isJava("javac A.java"));
    }

    /** A scheduled task would be done by a worker that nobody wakes. */
    @Test
    void shouldTellIdleWorkersFromThoseWithAPlan() {
        String idle = "\tat java.util.concurrent.ThreadPoolExecutor.getTask(X.java:1)\n";
        String dump =
                "\"a\" #1 nid=1 waiting\n   java.lang.Thread.State: TIMED_WAITING (parking)\n"
                        + "\tat java.util.concurrent.SynchronousQueue.poll(X.java:1)\n"
                        + idle
                        + "\n\"b\" #2 nid=2 waiting\n"
                        + "   java.lang.Thread.State: TIMED_WAITING (parking)\n"
                        + "\tat java.util.concurrent.ScheduledThreadPoolExecutor$"
                        + "DelayedWorkQueue.take(X.java:1)\n"
                        + idle;

        assertEquals(
                Map.of(1, new Wait.IdleWorker()), JavaThread.waits(dump, JavaThread.parse(dump)));
    }

    /** As a monitor, and as a lock of java.util.concurrent, of which the dump names no owner. */
    @Test
    void shouldProveADeadlockOfJavasOwnLocks() throws Exception {
        for (String way :
                List.of(
                        "synchronized (mine) { met(); synchronized (other) { } }",
                        "Lock a = locks.get(mine); a.lock(); met(); locks.get(other).lock();")) {
            Path source = folder.resolve("Locks.java");
            Files.writeString(
                    source,
                    "import java.util.*; import java.util.concurrent.*;\n"
                            + "import java.util.concurrent.locks.*;\n"
                            + "class Locks {\n"
                            + "static final Object one = new Object(), two = new Object();\n"
                            + "static final Map<Object, Lock> locks ="
                            + " Map.of(one, new ReentrantLock(), two, new ReentrantLock());\n"
                            + "static final CyclicBarrier both = new CyclicBarrier(2);\n"
                            + "static void met() { try { both.await(); }"
                            + " catch (Exception e) { throw new Error(e); } }\n"
                            + "static void hold(Object mine, Object other) { "
                            + way
                            + " }\n"
                            + "public static void main(String[] args) {\n"
                            + "new Thread(() -> hold(two, one), \"second\").start();\n"
                            + "hold(one, two); } }\n");
            try (Hung hung = new Hung(java().toString(), source.toString())) {
                Eventually.await(
                        "a deadlock, told",
                        () -> {
                            Ran ran =
                                    Ran.penstock(
                                            "inspect", "" + hung.pid(), "--for", "50ms", "--java");
                            return ran.code() == 1
                                    && ran.out().startsWith("DEADLOCK")
                                    && ran.out().contains("\"second\"")
                                    && ran.out().contains("at Locks.hold(Locks.java:8)");
                        });
                Ran unasked = Ran.penstock("inspect", "" + hung.pid(), "--for", "50ms");
                assertEquals(0, unasked.code(), "the kernel knows futexes alone");
            }
        }
    }

    /**
     * Main would read, but for a lock that the thread has which waits for the child; one is idle.
     */
    @Test
    void shouldProveADeadlockThroughALockAndAPipe() throws Exception {
        Path source = folder.resolve("Mixed.java");
        Files.writeString(
                source,
                "import java.util.concurrent.*;\n"
                        + "class Mixed { public static void main(String[] args) throws Exception {\n"
                        + "Object lock = new Object();\n"
                        + "Executors.newCachedThreadPool().submit(() -> 1).get();\n"
                        + "Process child = new ProcessBuilder(\"head\", \"-c\", \"200000\","
                        + " \"/dev/zero\").start();\n"
                        + "CountDownLatch has = new CountDownLatch(1);\n"
                        + "new Thread(() -> { synchronized (lock) { has.countDown();"
                        + " try { child.waitFor(); } catch (Exception e) { } } }).start();\n"
                        + "has.await();\n"
                        + "synchronized (lock) { child.getInputStream().readAllBytes(); } } }\n");
        try (Hung hung = new Hung(java().toString(), source.toString())) {
            hung.awaitPipe(PipeWait.ROOM);
            Eventually.await(
                    "a deadlock, told",
                    () ->
                            Ran.penstock("inspect", "" + hung.pid(), "--for", "50ms", "--java")
                                    .out()
                                    .startsWith("DEADLOCK  head ("));
            Ran unasked = Ran.penstock("inspect", "" + hung.pid(), "--for", "50ms");
            // Without the JVM's word nothing is proven: a thread with a time limit may yet read.
            assertTrue(unasked.out().matches("(?s)(UNREAD|SLOW)  head \\(.*"), unasked.out());
        }
    }

    private static Path java() {
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        assumeTrue(Files.isExecutable(jdk.resolve("jcmd")), "SKIPPED: this JVM has no jcmd");
        return jdk.resolve("java");
    }

    @Test
    void shouldShowWhereAJvmWaits() throws Exception {
        Path java = java();
        Path source = folder.resolve("Hangs.java");
        Files.writeString(
                source,
                "class Hangs { public static void main(String[] args) throws Exception {\n"
                        + "new ProcessBuilder(\"head\", \"-c\", \"200000\", \"/dev/zero\")"
                        + ".start().waitFor(); } }\n");
        try (Hung hung = new Hung(java.toString(), source.toString())) {
            hung.awaitPipe(PipeWait.ROOM);

            Ran ran = Ran.penstock("inspect", "" + hung.pid(), "--for", "100ms", "--java");

            assertEquals(1, ran.code(), ran.err());
            assertTrue(ran.out().contains("at Hangs.main(Hangs.java:2)"), ran.out());

            Ran json =
                    Ran.penstock("inspect", "" + hung.pid(), "--for", "100ms", "--java", "--json");

            assertTrue(json.out().contains("at Hangs.main(Hangs.java:2)"), json.out());
            assertEquals("", json.err());
        }
    }

    @Test
    void shouldLeaveOutAThreadWhoseNumberIsNone() {
        assertEquals(Map.of(), JavaThread.parse("\"a\" nid=99999999999 waiting\n\"b\" nid=x y\n"));
    }

    @Test
    void shouldRunNoProgramThatSomebodyElseMayHavePutThere() throws Exception {
        Path home = java.nio.file.Files.createDirectory(folder.resolve("home"));
        Path jcmd = java.nio.file.Files.createFile(home.resolve("jcmd"));
        assertTrue(JavaStacks.isTrusted(jcmd));
        Path link = java.nio.file.Files.createSymbolicLink(folder.resolve("jcmd"), jcmd);
        assertTrue(JavaStacks.isTrusted(link));

        java.nio.file.Files.setPosixFilePermissions(
                home, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxr-x"));

        assertEquals(false, JavaStacks.isTrusted(jcmd));
        assertEquals(false, JavaStacks.isTrusted(link));
    }
}
