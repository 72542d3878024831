package dev.penstock.diagnosis.rescue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At each moment every byte is in the pipe or in the store, whatever fails and whoever reads. */
class DrainTest {
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final int COUNT = 40_000;

    @TempDir private Path folder;
    private final Libc libc = Linux.libc();
    private final int[] pipe = new int[2];
    private final NativeMemory memory = new NativeMemory(65_536);
    private final byte[] bytes = new byte[COUNT];
    private PipeEnd target;

    @BeforeEach
    void fill() throws Exception {
        assertEquals(0, libc.pipe(pipe));
        assertEquals(0, libc.fcntl(pipe[0], Fcntl.F_SETFL, Fcntl.O_NONBLOCK));
        new Random(7).nextBytes(bytes);
        memory.bytes().put(0, bytes);
        assertEquals(COUNT, libc.write(pipe[1], memory.address(), COUNT));
        target = PipeEnd.find(ProcFs.open(), SELF, pipe[1]);
    }

    @AfterEach
    void close() {
        libc.close(pipe[0]);
        libc.close(pipe[1]);
    }

    /** What is left in the pipe. */
    private byte[] left() {
        ByteArrayOutputStream left = new ByteArrayOutputStream();
        for (long got; (got = libc.read(pipe[0], memory.address(), 65_536)) > 0; ) {
            byte[] piece = new byte[(int) got];
            memory.bytes().get(0, piece);
            left.writeBytes(piece);
        }
        return left.toByteArray();
    }

    private Drained drain(Store store, Until until) throws Exception {
        try (store;
                Backlog backlog = Backlog.open(ProcFs.open(), target)) {
            return new Drain(ProcFs.open(), SELF, backlog, store, until, () -> false)
                    .run((stored, time) -> {});
        }
    }

    private static Until bytes(long count) {
        return new Until(false, Optional.empty(), OptionalLong.of(count));
    }

    /** Keeps in memory, and can be told to fail. */
    private static class Kept implements Store {
        final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int room = Integer.MAX_VALUE;
        boolean synced = true;

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] some = new byte[Math.min(bytes.remaining(), room)];
            bytes.get(some);
            kept.writeBytes(some);
            room -= some.length;
            if (bytes.hasRemaining()) {
                throw new IOException("full");
            }
        }

        @Override
        public void sync() throws IOException {
            if (!synced) {
                throw new IOException("no disk");
            }
        }

        @Override
        public boolean replaceLast(int count, ByteBuffer bytes) throws IOException {
            byte[] all = kept.toByteArray();
            kept.reset();
            kept.write(all, 0, all.length - count);
            room += count;
            write(bytes);
            return true;
        }

        @Override
        public void close() {
            // nothing to let go
        }
    }

    @Test
    void shouldBeAReaderOfItsOwn() throws Exception {
        assertEquals(End.WRITE, target.end());
        Path into = folder.resolve("into");

        Drained drained = drain(Store.file(into), bytes(10_000));

        assertEquals(Drained.Why.BYTES, drained.why());
        assertArrayEquals(Arrays.copyOf(bytes, 10_000), Files.readAllBytes(into));
        assertArrayEquals(Arrays.copyOfRange(bytes, 10_000, COUNT), left());
        assertEquals(
                -Errno.EAGAIN, libc.read(pipe[0], memory.address(), 1), "flags are not changed");
        assertEquals(
                0, libc.fcntl(pipe[1], Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK, "nor the writer's");
    }

    @Test
    void shouldLeaveInThePipeWhatCannotBeStored() throws Exception {
        Kept full = new Kept();
        full.room = 12_345;

        Drained drained = drain(full, Until.EXIT);

        assertEquals(Drained.Why.FAILED, drained.why());
        assertEquals(12_345, drained.stored());
        assertEquals(0, drained.lost());
        assertArrayEquals(Arrays.copyOf(bytes, 12_345), full.kept.toByteArray());
        assertArrayEquals(Arrays.copyOfRange(bytes, 12_345, COUNT), left());
    }

    @Test
    void shouldTakeNothingWhereTheDiskFails() throws Exception {
        Kept broken = new Kept();
        broken.synced = false;

        Drained drained = drain(broken, Until.EXIT);

        assertEquals(Drained.Why.FAILED, drained.why());
        assertEquals(0, drained.stored());
        assertEquals("no disk", drained.failure().orElseThrow().getMessage());
        assertArrayEquals(bytes, left());
    }

    /** Another reader takes its share just after it was copied, and before it is taken. */
    @Test
    void shouldKeepWhatItTookAndNotWhatAnotherReaderGot() throws Exception {
        ByteArrayOutputStream others = new ByteArrayOutputStream();
        Kept kept =
                new Kept() {
                    @Override
                    public void write(ByteBuffer bytes) throws IOException {
                        super.write(bytes);
                        if (others.size() == 0) {
                            long got = libc.read(pipe[0], memory.address(), 1_000);
                            byte[] piece = new byte[(int) got];
                            memory.bytes().get(0, piece);
                            others.writeBytes(piece);
                        }
                    }
                };

        Drained drained = drain(kept, bytes(5_000));

        assertEquals(5_000, drained.stored());
        assertEquals(0, drained.twice());
        assertArrayEquals(Arrays.copyOf(bytes, 1_000), others.toByteArray());
        assertArrayEquals(Arrays.copyOfRange(bytes, 1_000, 6_000), kept.kept.toByteArray());
        assertArrayEquals(Arrays.copyOfRange(bytes, 6_000, COUNT), left());
    }

    @Test
    void shouldEndWithTheLastWriter() throws Exception {
        assertEquals(0, libc.close(pipe[1]));
        pipe[1] = -1;
        target = PipeEnd.find(ProcFs.open(), SELF, pipe[0]);
        Path into = folder.resolve("into");

        Drained drained = drain(Store.file(into), Until.EXIT);

        assertEquals(Drained.Why.END, drained.why());
        assertArrayEquals(bytes, Files.readAllBytes(into));
        assertEquals("rw-------", permissions(into));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void shouldEndInTime() throws Exception {
        Until until = new Until(false, Optional.of(Duration.ofMillis(1)), OptionalLong.empty());
        Kept kept = new Kept();

        assertEquals(Drained.Why.TIME, drain(kept, until).why());
        byte[] left = left();
        assertEquals(COUNT, kept.kept.size() + left.length);
    }

    @Test
    void shouldEndWhenNobodyIsBlocked() throws Exception {
        Until until = new Until(true, Optional.empty(), OptionalLong.empty());
        Kept kept = new Kept();

        assertEquals(Drained.Why.UNBLOCKED, drain(kept, until).why());
        assertArrayEquals(bytes, kept.kept.toByteArray());
        assertTrue(left().length == 0);
    }
}
