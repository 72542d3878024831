package dev.penstock.command.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.command.Penstock;
import dev.penstock.command.Ran;
import dev.penstock.process.Command;
import dev.penstock.process.Output;
import dev.penstock.testing.ChildJvm;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that gzip and zstd have packed, whole and damaged. */
@Timeout(60)
class PackedLogTest {
    private static final Path LOG = RecordedTest.LOGS.resolve("wait-unread.log");

    @TempDir Path dir;

    @BeforeAll
    static void shouldHaveZstd() {
        boolean there =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "zstd")));
        assumeTrue(there, "there is no zstd here: scripts/build/need zstd installs it");
    }

    /** By the program itself; under a name that does not tell. */
    private Path packed(Path log, String program) throws Exception {
        Path file = dir.resolve(log.getFileName() + "-by-" + program);
        Command.of(program, "-c", log.toString()).stdout(Output.file(file)).run().orThrow();
        return file;
    }

    private static Ran trace(Path... logs) {
        List<String> words = new ArrayList<>(List.of("trace"));
        Arrays.stream(logs).map(Path::toString).forEach(words::add);
        return Ran.penstock(words.toArray(String[]::new));
    }

    /** The log, after so many calls that do nothing. */
    private Path large(int times) throws IOException {
        Path large = dir.resolve("large.log");
        String log = Files.readString(LOG);
        String call = "27181 07:45:02.591603 getpid() = 27181 <0.000001>\n";
        Files.writeString(large, call.repeat(times) + log);
        return large;
    }

    @Test
    void shouldReadPackedLogs() throws Exception {
        Ran plain = trace(LOG);
        assertEquals(1, plain.code());
        assertEquals(plain, trace(packed(LOG, "gzip")));
        assertEquals(plain, trace(packed(LOG, "zstd")));
    }

    @Test
    void shouldReadLogsOfManyChunks() throws Exception {
        Path large = large(200_000);
        Ran plain = trace(large);
        assertEquals(1, plain.code());
        assertEquals(plain, trace(packed(large, "gzip")));
        assertEquals(plain, trace(packed(large, "zstd")));
    }

    @Test
    void shouldReadFramesOneAfterTheOther() throws Exception {
        Path twice = dir.resolve("twice.log");
        byte[] log = Files.readAllBytes(LOG);
        byte[] frame = Files.readAllBytes(packed(LOG, "zstd"));
        Path frames = dir.resolve("frames");
        Files.write(twice, join(log, log));
        Files.write(frames, join(frame, frame));
        assertEquals(trace(twice), trace(frames));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void shouldSayOfADamagedLogWhatZstdSaysOfIt() throws Exception {
        Path packed = packed(large(50_000), "zstd");
        byte[] bytes = Files.readAllBytes(packed);
        for (int i = bytes.length / 2; i < bytes.length / 2 + 40; i++) {
            bytes[i] ^= 0x5A;
        }
        Files.write(packed, bytes);
        Ran ran = trace(packed);
        assertEquals(2, ran.code());
        assertEquals("", ran.out());
        String begins = "penstock: trace: cannot unpack '" + packed + "': zstd ";
        assertTrue(ran.err().startsWith(begins), ran.err());
        assertTrue(ran.err().contains("exited with 1"), ran.err());
        assertTrue(ran.err().contains("Decoding error"), ran.err());
    }

    /** The same of both: neither tells half of a log for the whole. */
    @Test
    void shouldNotTakeALogThatWasNotWrittenToItsEnd() throws Exception {
        for (String program : List.of("gzip", "zstd")) {
            Path packed = packed(LOG, program);
            byte[] bytes = Files.readAllBytes(packed);
            for (int length : new int[] {5, bytes.length / 2, bytes.length - 1}) {
                Files.write(packed, Arrays.copyOf(bytes, length));
                Ran ran = trace(packed);
                assertEquals(2, ran.code(), program + " after " + length);
                assertEquals("", ran.out());
                String begins = "penstock: trace: cannot unpack '" + packed + "': ";
                assertTrue(ran.err().startsWith(begins), ran.err());
                assertFalse(ran.err().contains("null"), ran.err());
            }
        }
    }

    /**
     * Of the many logs of a build, most are small, and one child each at once would be too many.
     */
    @Test
    void shouldReadManySmallLogsWithFewChildrenAtOnce() throws Exception {
        byte[] bytes = Files.readAllBytes(packed(LOG, "zstd"));
        List<InputStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                open.add(new Zstd("log." + i, new ByteArrayInputStream(bytes)));
            }
            assertEquals(0, children(), "before anything is read");
            for (InputStream in : open) {
                assertEquals('2', in.read());
            }
            while (children() > 0) {
                Thread.sleep(1); // they end though nobody has read what they wrote
            }
            byte[] log = Files.readAllBytes(LOG);
            for (InputStream in : open) {
                byte[] rest = in.readAllBytes();
                assertTrue(Arrays.equals(rest, 0, rest.length, log, 1, log.length));
            }
        } finally {
            for (InputStream in : open) {
                in.close();
            }
        }
    }

    @Test
    void shouldNameTheOneOfSeveralLogsThatIsDamaged() throws Exception {
        Path packed = packed(LOG, "zstd");
        byte[] bytes = Files.readAllBytes(packed);
        Path whole = Files.write(dir.resolve("log.1.zst"), bytes);
        Path half = Files.write(dir.resolve("log.2.zst"), Arrays.copyOf(bytes, bytes.length / 2));
        Ran ran = trace(whole, half);
        assertEquals(2, ran.code());
        assertTrue(ran.err().contains("cannot unpack '" + half + "'"), ran.err());
    }

    /** A disk that fails is not a log that is damaged, and the reason is not lost. */
    @Test
    void shouldTellWhyThePackedLogCouldNotBeRead() throws Exception {
        InputStream packed = new ByteArrayInputStream(new byte[10]);
        IOException broken = new IOException("the disk is broken");
        InputStream failing =
                new FilterInputStream(packed) {
                    @Override
                    public int read(byte[] to, int from, int length) throws IOException {
                        throw broken;
                    }
                };
        try (InputStream in = new Zstd("log", failing)) {
            IOException e = assertThrows(IOException.class, in::read);
            assertTrue(e.getMessage().contains("'log'"), e.getMessage());
            assertTrue(e.getMessage().contains("the disk is broken"), e.getMessage());
        }
    }

    @Test
    void shouldHaveZstdWaitWhileNobodyReads() throws Exception {
        Path random = dir.resolve("random");
        byte[] bytes = new byte[32 << 20];
        new Random(1).nextBytes(bytes);
        Files.write(random, bytes);
        AtomicLong taken = new AtomicLong();
        try (InputStream file = Files.newInputStream(packed(random, "zstd"));
                InputStream in = new Zstd("random", counting(file, taken))) {
            assertEquals(bytes[0] & 0xFF, in.read());
            for (long before = -1; taken.get() != before; ) {
                before = taken.get();
                Thread.sleep(300);
            }
            assertTrue(taken.get() < bytes.length / 2, "taken: " + taken);
            byte[] rest = in.readAllBytes();
            assertTrue(Arrays.equals(rest, 0, rest.length, bytes, 1, bytes.length));
        }
        assertEquals(0, children());
    }

    @Test
    void shouldEndZstdWhenItIsClosed() throws Exception {
        Path large = packed(large(200_000), "zstd");
        try (InputStream file = Files.newInputStream(large);
                InputStream in = new Zstd("large", file)) {
            assertEquals('2', in.read());
            assertEquals(1, children());
        }
        assertEquals(0, children());
    }

    private static long children() {
        return ProcessHandle.current().children().count();
    }

    private static InputStream counting(InputStream in, AtomicLong taken) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                int count = super.read(to, from, length);
                taken.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }

    /**
     * In a JVM of its own: what it writes to standard error, and its exit code as the last line.
     */
    private String ownJvm(Path input, String path, String... flagsAndLog) throws Exception {
        List<String> words = ChildJvm.command(Penstock.class, "trace", flagsAndLog[0]);
        words.addAll(words.indexOf("-cp"), List.of(flagsAndLog).subList(1, flagsAndLog.length));
        Path err = dir.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectInput(input.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(err.toFile());
        builder.environment().put("PATH", path);
        Process jvm = builder.start();
        try {
            return "exit " + jvm.waitFor() + "\n" + Files.readString(err);
        } finally {
            jvm.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldReadStandardInput() throws Exception {
        String path = System.getenv("PATH");
        assertEquals("exit 1\n", ownJvm(packed(LOG, "zstd"), path, "-"));
    }

    @Test
    void shouldSayWhatToInstallWhereThereIsNoZstd() throws Exception {
        Path packed = packed(LOG, "zstd");
        assertEquals(
                "exit 2\npenstock: trace: '"
                        + packed
                        + "' is packed by zstd, and there is no program 'zstd' on PATH: install the"
                        + " package zstd, or unpack the log elsewhere\n",
                ownJvm(Path.of("/dev/null"), dir.toString(), packed.toString()));
    }

    @Test
    void shouldNeedNoUnsafeMemoryAccess() throws Exception {
        assumeTrue(Runtime.version().feature() >= 23, "JDKs before 23 do not deny it");
        Path packed = packed(LOG, "zstd");
        assertEquals(
                "exit 1\n",
                ownJvm(
                        Path.of("/dev/null"),
                        System.getenv("PATH"),
                        packed.toString(),
                        "--sun-misc-unsafe-memory-access=deny"));
    }
}
