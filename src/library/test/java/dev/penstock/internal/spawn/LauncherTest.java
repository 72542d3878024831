package dev.penstock.internal.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import dev.penstock.testing.Native;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is carried, how it is kept, and that no failure on the way leaves anything. */
@Timeout(60)
class LauncherTest {
    private static final Program TRUE =
            new Program(List.of("true"), null, null, Environment.INHERITED);
    private static final Attributes CONFINED =
            new Attributes(
                    Group.OURS,
                    false,
                    false,
                    0,
                    List.of(
                            LaunchStep.of("setpriority", "nice", "3"),
                            LaunchStep.of("umask", "umask", "18")),
                    List.of(),
                    List.of());
    private static final int[] STANDARD = {0, 1, 2};

    @Test
    void shouldRefuseWhatIsNotThereOrNotWhatWasBuilt() {
        Libc libc = Linux.libc();
        for (String[] wrong :
                new String[][] {
                    {"none", "this build carries no launch-none"},
                    {"damaged", "launch-damaged is damaged: its SHA-256 is "}
                }) {
            Spawner spawner = new Spawner(libc, new Launcher(wrong[0]));
            SpawnFailure e =
                    assertThrows(SpawnFailure.class, () -> spawner.require(TRUE, CONFINED));
            assertEquals("launcher", e.step());
            assertTrue(e.getMessage().contains(wrong[1]), e.getMessage());
            assertTrue(e.getMessage().endsWith("; needed for setpriority, umask"), e.getMessage());
        }
    }

    @Test
    void shouldKeepOneSealedCopy() throws Exception {
        Libc libc = Linux.libc();
        int fd = Launcher.OURS.descriptor(libc);
        assertEquals(fd, Launcher.OURS.descriptor(libc));
        NativeMemory memory = new NativeMemory(1);
        assertEquals(-Errno.EPERM, libc.write(fd, memory.address(), 1));
        String path = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
        assertTrue(path.startsWith("/memfd:penstock-launch"), path);
    }

    @Test
    void shouldLeaveNothingWhicheverCallRunsOutOfMemory() throws Exception {
        new Spawner(Linux.libc()).require(TRUE, CONFINED);
        int failed = 0;
        for (String call :
                List.of(
                        "pipe",
                        "fcntl",
                        "fileActionsInit",
                        "spawnAttributesInit",
                        "fileActionsAddDup2",
                        "fileActionsAddCloseFrom",
                        "fileActionsAddClose",
                        "spawnAttributesSetSigmask",
                        "posixSpawnp",
                        "read")) {
            // LeakCheck sees to descriptors, children and zombies.
            Spawner spawner = new Spawner(withoutMemory(call));
            assertThrows(
                    java.io.IOException.class,
                    () ->
                            spawner.spawn(
                                    TRUE,
                                    CONFINED,
                                    STANDARD,
                                    new java.util.TreeMap<>(java.util.Map.of(9, 0))),
                    call);
            failed++;
        }
        assertEquals(10, failed);
    }

    private static Libc withoutMemory(String call) {
        return (Libc)
                Proxy.newProxyInstance(
                        Libc.class.getClassLoader(),
                        new Class<?>[] {Libc.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals(call)) {
                                return method.getReturnType() == long.class
                                        ? (Object) (long) -Errno.ENOMEM
                                        : (Object) (-Errno.ENOMEM);
                            }
                            try {
                                return method.invoke(Linux.libc(), arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Test
    @Tag("not-under-qemu") // The JDK's own children are used here.
    void shouldReportAPlanThatItDoesNotUnderstand() throws Exception {
        assertEquals(List.of(1, Errno.EINVAL), reported("2", "1", "exec", "", "/bin/true", "true"));
        assertEquals(List.of(3, Errno.EINVAL), reported("1", "1", "unknown", "x"));
        assertEquals(List.of(5, Errno.EINVAL), reported("1", "1", "nice", "0", "rlimit", "1", "2"));
        // A plan without an end.
        assertEquals(List.of(5, Errno.EINVAL), reported("1", "1", "umask", "18"));
    }

    /** A parent that ended before it could be asked for is as one that ends afterwards. */
    @Test
    @Tag("not-under-qemu") // The JDK's own children are used here.
    void shouldNotBeginWhereTheParentIsGone() throws Exception {
        Process process = start("1", "1", "deathsig", "9", "1", "exec", "", "/bin/echo", "echo");
        assertEquals(0, process.getInputStream().readAllBytes().length);
        assertEquals(128 + 9, process.waitFor());
        close(process);
    }

    /** Its report, which it makes on its standard output: the word's index and the error number. */
    private static List<Integer> reported(String... plan) throws Exception {
        Process process = start(plan);
        ByteBuffer report =
                ByteBuffer.wrap(process.getInputStream().readAllBytes())
                        .order(ByteOrder.nativeOrder());
        assertEquals(127, process.waitFor());
        close(process);
        return List.of(report.getInt(), report.getInt());
    }

    private static Process start(String... plan) throws Exception {
        String machine = Linux.AARCH64 ? "aarch64" : "x86_64";
        List<String> words = new ArrayList<>();
        words.add(Native.program("jar/dev/penstock/internal/spawn/launch-" + machine));
        Collections.addAll(words, plan);
        return new ProcessBuilder(words).start();
    }

    private static void close(Process process) throws Exception {
        process.getInputStream().close();
        process.getErrorStream().close();
        process.getOutputStream().close();
    }

    /**
     * The other machine's launcher, run by QEMU, does the same steps: here up to a program of ours.
     */
    @Test
    @Tag("not-under-qemu") // It is the emulation itself that is used here.
    void shouldDoTheSameOnAarch64() throws Exception {
        String qemu = onPath("qemu-aarch64-static");
        File launcher = new File("native/build/jar/dev/penstock/internal/spawn/launch-aarch64");
        assumeTrue(qemu != null && launcher.exists() && !Linux.AARCH64, "no emulation here");
        assertEquals("3 0077 -\n", emulated(qemu, launcher, "/bin:/usr/bin", "sh"));
        // The step that failed is the word at 6, counted after the launcher's own name: exec.
        assertEquals("", emulated(qemu, launcher, "/none", "sh"));
    }

    private static String emulated(String qemu, File launcher, String path, String program)
            throws Exception {
        List<String> words = new ArrayList<>(List.of(qemu, launcher.getPath(), "1", "9"));
        Collections.addAll(words, "nice", "3", "umask", "63", "exec", path, program, "sh");
        Collections.addAll(words, "-c", "echo $(nice) $(umask) -");
        Process process =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(out.isEmpty() ? 127 : 0, process.exitValue());
        process.getInputStream().close();
        process.getErrorStream().close();
        return out;
    }

    private static String onPath(String program) {
        for (String dir : System.getenv("PATH").split(":")) {
            File file = new File(dir, program);
            if (file.canExecute()) {
                return file.getPath();
            }
        }
        return null;
    }
}
