package dev.penstock.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.process.Command;
import dev.penstock.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for a process's output is parked: {@code make -C src/dropin readers} has 10 000. */
@Timeout(120)
class VirtualThreadsTest {
    @Test
    void shouldServeManyBlockedReadersOnTwoCarriersAndPinNone() throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "before JDK 24 a monitor pins");
        List<String> words = new ArrayList<>(ChildJvm.command(ManyReaders.class, "500", "50"));
        words.add(1, "-Djdk.virtualThreadScheduler.parallelism=2");
        words.add(2, "-Djdk.virtualThreadScheduler.maxPoolSize=2");
        assertEquals("served 550, pinned 0", Command.of(words).text());
    }
}
