package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.snapshot.ProcessView;
import java.util.Map;

/** Asks a process's runtime what its threads wait for, which the kernel knows as a futex alone. */
public interface ThreadDumps {
    /** Asks nobody. */
    ThreadDumps NONE = process -> Map.of();

    /**
     * Asks, between the two looks: what is told is of one moment that both of them enclose.
     *
     * @param process of the first look
     * @return by thread; nothing of those of whom nothing is known
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    Map<Integer, Wait> ask(ProcessView process) throws InterruptedException;
}
