package dev.penstock.process;

import java.time.Duration;
import java.util.Optional;

/** All that a child's life tells at its end: an {@link Outcome} without the command. */
record ChildEnding(
        int pid,
        ExitStatus status,
        EndedBy endedBy,
        Duration ran,
        Duration elapsed,
        StreamEnd stdin,
        StreamEnd stdout,
        StreamEnd stderr,
        String stderrTail,
        Optional<CgroupEnd> cgroup) {}
