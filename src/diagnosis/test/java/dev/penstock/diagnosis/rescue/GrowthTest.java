package dev.penstock.diagnosis.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.sys.KernelRelease;
import dev.penstock.internal.sys.Linux;
import dev.penstock.internal.sys.NativeMemory;
import dev.penstock.libc.Fcntl;
import dev.penstock.libc.Libc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final int SMALL = 65_536;

    private final Libc libc = Linux.libc();
    private final ProcFs proc = ProcFs.open();
    private final int[] pipe = new int[2];
    private PipeBacklog backlog;

    @BeforeEach
    void open() throws Exception {
        assertEquals(0, libc.pipe(pipe));
        assertEquals(SMALL, libc.fcntl(pipe[1], Fcntl.F_SETPIPE_SZ, SMALL));
        int self = (int) ProcessHandle.current().pid();
        backlog = (PipeBacklog) Backlog.open(proc, PipeEnd.find(proc, self, pipe[1]));
    }

    @AfterEach
    void close() throws Exception {
        backlog.close();
        assertEquals(0, libc.close(pipe[0]));
        assertEquals(0, libc.close(pipe[1]));
    }

    @Test
    void shouldGrowTwiceWhereOnceMayLeaveTheWriterAsleep() throws Exception {
        NativeMemory some = new NativeMemory(SMALL);
        assertEquals(SMALL, libc.write(pipe[1], some.address(), SMALL));
        Writers nobody = Writers.find(proc, backlog);

        Growth old = Growth.grow(backlog, 100_000, nobody, new KernelRelease(5, 10, 200));
        Growth later = Growth.grow(backlog, 200_000, nobody, new KernelRelease(5, 10, 210));

        assertEquals(2, old.calls());
        assertEquals(SMALL, old.before());
        assertEquals(131_072, old.after());
        assertEquals(1, later.calls());
        assertEquals(262_144, later.after());
        assertEquals(SMALL, later.unreadAfter());
        assertFalse(later.progressed(), "nobody writes");
        assertTrue(later.stuck().isEmpty());
    }

    @Test
    void shouldNotShrink() throws Exception {
        Writers nobody = Writers.find(proc, backlog);

        assertThrows(RefusedException.class, () -> Growth.grow(backlog, SMALL, nobody));
        assertEquals(SMALL, backlog.capacity());
    }
}
