package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.spawn.Spawner;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.WaitBuffers;
import dev.penstock.libc.Libc;
import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Capture;
import dev.penstock.sys.Errno;
import dev.penstock.testing.Native;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A child is born with what it was given and nothing else, as {@code native/inherited.c} reports
 * it.
 */
@Timeout(60)
class InheritedTest {
    private static final Command INHERITED = Command.of(Native.program("inherited"));

    @Test
    void shouldInheritThreeDescriptorsAndNoBlockedSignal() throws Exception {
        int leaking = Linux.libc().dup(0);
        try {
            Map<String, String> child = report(INHERITED);
            assertEquals(List.of("0", "1", "2"), fds(child));
            assertEquals("/dev/null", child.get("fd 0"));
            assertEquals(0, Long.parseUnsignedLong(child.get("mask"), 16));
            assertEquals(String.valueOf(ProcessHandle.current().pid()), child.get("ppid"));
        } finally {
            Linux.libc().close(leaking);
        }
    }

    @Test
    void shouldBeBornIntoTheGroupAskedFor() throws Exception {
        Map<String, String> ours = report(INHERITED);
        assertNotEquals(ours.get("pid"), ours.get("pgid"));
        Map<String, String> group = report(INHERITED.newProcessGroup());
        assertEquals(group.get("pid"), group.get("pgid"));
        assertEquals(ours.get("sid"), group.get("sid"));
        Map<String, String> session = report(INHERITED.newSession());
        assertEquals(session.get("pid"), session.get("sid"));
    }

    @Test
    void shouldCrossStandardDescriptorsWithoutLosingAny() throws Exception {
        // The child's 1 is our 2 and its 2 our 1: laid one over the other in turn, one would be
        // lost.
        Map<String, String> own = new TreeMap<>();
        for (int fd = 0; fd < 3; fd++) {
            own.put("fd " + fd, Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString());
        }
        Capture report = Capture.of(1 << 16);
        Command.of("sh", "-c", "readlink /proc/self/fd/0 /proc/self/fd/2")
                .stdin(Input.descriptor(2))
                .stderr(Output.descriptor(0))
                .stdout(report)
                .run()
                .orThrow();
        assertEquals(own.get("fd 2") + "\n" + own.get("fd 0") + "\n", report.text());
    }

    @Test
    void shouldCloseDescriptorsOneByOneWhereTheCLibraryHasNoClosefrom() throws Exception {
        int leaking = Linux.libc().dup(0);
        Libc old = without("fileActionsAddCloseFrom");
        try (Pipe pipe = Pipe.open();
                ChildEnds ends = new ChildEnds()) {
            Command command =
                    INHERITED
                            .stdout(Output.descriptor(pipe.writeEnd().number()))
                            .stderr(Output.nowhere());
            ends.open(command.settings);
            int pid =
                    new Spawner(old)
                            .spawn(
                                    command.settings.program(),
                                    command.settings.attributes(null),
                                    ends.standard,
                                    Collections.emptySortedMap());
            assertEquals(
                    new Exit.Exited(0), new Reaper(old, pid, new WaitBuffers()).reapNow().exit());
            ByteBuffer report = ByteBuffer.allocate(1 << 16);
            pipe.reader().read(report);
            assertEquals(
                    List.of("0", "1", "2"),
                    fds(parse(new String(report.array(), 0, report.position()))));
        } finally {
            Linux.libc().close(leaking);
        }
    }

    /** The C library of a system that lacks a call. */
    static Libc without(String missing) {
        return (Libc)
                Proxy.newProxyInstance(
                        Libc.class.getClassLoader(),
                        new Class<?>[] {Libc.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals(missing)) {
                                return -Errno.ENOSYS;
                            }
                            try {
                                return method.invoke(Linux.libc(), arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Test
    void shouldNotLeakIntoTheJdksChildrenNorTheyIntoOurs() throws Exception {
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean jdk = i % 2 == 0;
            Thread thread = new Thread(() -> spawnOften(jdk, wrong));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(wrong.isEmpty(), wrong.toString());
    }

    private static void spawnOften(boolean jdk, ConcurrentLinkedQueue<String> wrong) {
        try {
            for (int i = 0; i < 100; i++) {
                Map<String, String> child = jdk ? parse(jdkReport()) : report(INHERITED);
                if (!fds(child).equals(List.of("0", "1", "2"))) {
                    wrong.add((jdk ? "JDK's child: " : "ours: ") + child);
                }
            }
        } catch (Exception e) {
            wrong.add(e.toString());
        }
    }

    private static String jdkReport() throws Exception {
        Process process = new ProcessBuilder(Native.program("inherited")).start();
        String text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        process.getErrorStream().close();
        process.getOutputStream().close();
        process.getInputStream().close();
        return text;
    }

    private static Map<String, String> report(Command command) throws Exception {
        Capture out = Capture.of(1 << 20);
        command.stdout(out).run().orThrow();
        return parse(out.text());
    }

    private static Map<String, String> parse(String report) {
        Map<String, String> values = new TreeMap<>();
        for (String line : report.split("\n")) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("fd")) {
                values.put("fd " + words[1], words[2]);
            } else if (words.length > 1) {
                values.put(words[0], words[1]);
            }
        }
        return values;
    }

    private static List<String> fds(Map<String, String> report) {
        return report.keySet().stream()
                .filter(k -> k.startsWith("fd "))
                .map(k -> k.substring(3))
                .toList();
    }
}
