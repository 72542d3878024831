package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PipeWaitTest {
    @Test
    void shouldKnowTheNamesOfOldAndNewKernels() {
        for (String name : new String[] {"pipe_write", "anon_pipe_write", "fifo_pipe_write"}) {
            assertEquals(PipeWait.ROOM, PipeWait.of(name), name);
        }
        for (String name : new String[] {"pipe_read", "anon_pipe_read", "fifo_pipe_read"}) {
            assertEquals(PipeWait.BYTES, PipeWait.of(name), name);
        }
        assertEquals(PipeWait.EITHER, PipeWait.of("pipe_wait"));
    }

    @Test
    void shouldNotTakeAnotherFunctionForAPipe() {
        for (String name :
                new String[] {"", "0", "do_wait", "ep_poll", "pipe_writer", "wait_for_partner"}) {
            assertEquals(PipeWait.NONE, PipeWait.of(name), name);
        }
    }
}
