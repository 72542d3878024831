package dev.penstock.command.rescue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.command.Penstock;
import dev.penstock.command.Ran;
import dev.penstock.command.inspect.Hung;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFile;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Native;
import dev.penstock.testing.PublicClassPath;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As another user, and onto a disk that is full: what only root can play. */
class RescueElsewhereTest {
    private static final int TOTAL = 300_000;
    private static final List<String> AS_USER =
            List.of("setpriv", "--reuid=65533", "--regid=65533", "--clear-groups");

    @TempDir private Path folder;
    private final byte[] bytes = new byte[TOTAL];

    @BeforeEach
    void onlyAsRoot() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        new Random(43).nextBytes(bytes);
        Files.write(folder.resolve("written"), bytes);
    }

    private Hung hung() throws Exception {
        return Hung.python(
                        "import os, subprocess as s\n"
                                + "p = s.Popen(['cat', '"
                                + folder.resolve("written")
                                + "'], stdout=s.PIPE)\n"
                                + "os.dup2(p.stdout.fileno(), 77); p.wait()")
                .awaitPipe(PipeWait.ROOM);
    }

    private Ran run(List<String> wrapper, String classPath, String... words) throws Exception {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(ChildJvm.command(classPath, Penstock.class, words));
        File errors = folder.resolve("errors").toFile();
        Process jvm =
                new ProcessBuilder(command).directory(new File("/")).redirectError(errors).start();
        try {
            jvm.getOutputStream().close();
            String out = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(jvm.waitFor(), out, Files.readString(errors.toPath()));
        } finally {
            jvm.destroyForcibly().waitFor();
            jvm.getInputStream().close();
        }
    }

    @Test
    void shouldNameTheMissingRight() throws Exception {
        try (Hung hung = hung();
                PublicClassPath classPath = PublicClassPath.copy()) {
            Ran ran = run(AS_USER, classPath.text(), "rescue", Integer.toString(hung.pid()), "77");

            assertEquals(2, ran.code(), ran.out() + ran.err());
            assertTrue(ran.err().contains("permission denied: process "), ran.err());
            assertTrue(ran.err().contains("runs as user 0"), ran.err());
            assertTrue(ran.err().contains("try the same with sudo"), ran.err());
        }
    }

    /** Its owner needs no right, but is held to the limits. */
    @Test
    void shouldFreeAsTheOwnerAndSayWhichLimitsForbidToGrow() throws Exception {
        List<String> command = new ArrayList<>(AS_USER);
        // Root's own PATH may lead to programs that nobody else may run: so no Python here.
        command.addAll(List.of("sh", "-c", "seq 60000 | sleep 1000"));
        try (Hung hung = new Hung(command.toArray(String[]::new));
                PublicClassPath classPath = PublicClassPath.copy()) {
            int reader = hung.awaitNamed("sleep");
            Assumptions.assumeTrue(
                    ProcFs.open().wchan(reader).known().isPresent(),
                    "root without CAP_SYS_PTRACE sees nothing of another user's processes");
            hung.awaitPipe(PipeWait.ROOM);
            String pid = Integer.toString(reader);
            String most = ProcFile.text(Path.of("/proc/sys/fs/pipe-max-size")).strip();
            String more = Long.toString(2 * Long.parseLong(most));

            Ran grow = run(AS_USER, classPath.text(), "rescue", pid, "0", "--grow", more, "--yes");

            assertEquals(2, grow.code(), grow.out() + grow.err());
            assertTrue(grow.err().contains("fs.pipe-max-size (" + most + " bytes)"), grow.err());
            assertTrue(grow.err().contains("fs.pipe-user-pages-soft ("), grow.err());

            Ran drain = run(AS_USER, classPath.text(), "rescue", pid, "0", "--drain", "-", "--yes");

            assertEquals(0, drain.code(), drain.err());
            StringBuilder numbers = new StringBuilder();
            for (int i = 1; i <= 60_000; i++) {
                numbers.append(i).append('\n');
            }
            assertTrue(numbers.toString().contentEquals(drain.out()), drain.err());
        }
    }

    @Test
    void shouldEndInOrderWhenItIsToldTo() throws Exception {
        try (Hung hung =
                Hung.python(
                                "import os, subprocess as s\n"
                                        + "p = s.Popen(['yes'], stdout=s.PIPE)\n"
                                        + "os.dup2(p.stdout.fileno(), 77); p.wait()")
                        .awaitPipe(PipeWait.ROOM)) {
            Path into = folder.resolve("into");
            List<String> command =
                    ChildJvm.command(
                            Penstock.class,
                            "rescue",
                            Integer.toString(hung.pid()),
                            "77",
                            "--drain",
                            into.toString(),
                            "--json",
                            "--yes");
            Process jvm = new ProcessBuilder(command).start();
            try {
                Eventually.await(
                        "some bytes", () -> Files.exists(into) && Files.size(into) > 1_000_000);
                // Process.destroy would close the stream that is still to be read.
                jvm.toHandle().destroy();
                String out =
                        new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertEquals(128 + 15, jvm.waitFor());
                assertTrue(out.contains("\"ended\" : \"stopped\""), out);
                assertTrue(out.contains("\"stored\" : " + Files.size(into) + ","), out);
            } finally {
                jvm.destroyForcibly().waitFor();
                jvm.getInputStream().close();
                jvm.getErrorStream().close();
                jvm.getOutputStream().close();
            }
        }
    }

    @Test
    void shouldSayWhyNoSocketIsReached() throws Exception {
        try (Hung hung =
                Hung.python("import socket, signal; a, b = socket.socketpair(); signal.pause()")) {
            Eventually.await(
                    "a pair of sockets",
                    () -> Files.exists(Path.of("/proc/" + hung.pid() + "/fd/4")));

            Ran ran =
                    run(
                            List.of(Native.program("refuse"), "pidfd_open", "--"),
                            System.getProperty("java.class.path"),
                            "rescue",
                            Integer.toString(hung.pid()),
                            "3");

            assertEquals(2, ran.code(), ran.out() + ran.err());
            assertTrue(
                    ran.err().startsWith("penstock: rescue: pidfd_open(2) is refused here"),
                    ran.err());
        }
    }

    @Test
    void shouldLoseNothingOnAFullDisk() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Path saved = folder.resolve("saved");
        String script =
                "mount -t tmpfs -o size=100k small "
                        + small
                        + " && \"$@\"; code=$?; cp "
                        + small
                        + "/into "
                        + saved
                        + "; exit $code";
        try (Hung hung = hung()) {
            String pid = Integer.toString(hung.pid());

            Ran ran =
                    run(
                            List.of("unshare", "--mount", "sh", "-c", script, "sh"),
                            System.getProperty("java.class.path"),
                            "rescue",
                            pid,
                            "77",
                            "--drain",
                            small + "/into",
                            "--yes");

            assertEquals(2, ran.code(), ran.out() + ran.err());
            assertTrue(ran.out().contains("Could not store: No space left"), ran.out());
            byte[] first = Files.readAllBytes(saved);
            assertTrue(first.length > 50_000 && first.length < 110_000, "got " + first.length);
            assertArrayEquals(Arrays.copyOf(bytes, first.length), first);

            Path into = folder.resolve("into");
            Ran more = Ran.penstock("rescue", pid, "77", "--drain", into.toString(), "--yes");

            assertEquals(0, more.code(), more.out() + more.err());
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(first);
            all.write(Files.readAllBytes(into));
            assertArrayEquals(bytes, all.toByteArray());
            assertEquals(0, hung.awaitExit());
        }
    }
}
