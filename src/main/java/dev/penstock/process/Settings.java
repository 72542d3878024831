package dev.penstock.process;

import dev.penstock.spawn.Environment;
import dev.penstock.spawn.Group;
import dev.penstock.spawn.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * All that a {@link Command} says, each option at its default until set. Filled in by the thread
 * that makes the command and never changed once a command has it.
 */
final class Settings implements Cloneable {
    /**
     * Long enough for a pipe's last bytes on a busy machine; short enough to wait for in front of a
     * terminal.
     */
    private static final Duration DEFAULT_OUTPUT_GRACE = Duration.ofSeconds(5);

    private static final Duration DEFAULT_KILL_AFTER = Duration.ofSeconds(2);

    /** The program and its arguments. */
    List<String> words;

    /** Null for this process's own. */
    Path directory;

    Environment environment = Environment.INHERITED;
    Input stdin = Input.nothing();

    /** Null, here and for stderr: counted and dropped. */
    Output stdout;

    Output stderr;

    /** Null for none. */
    Duration timeout;

    Duration killAfter = DEFAULT_KILL_AFTER;
    Duration outputGrace = DEFAULT_OUTPUT_GRACE;
    Group group = Group.OURS;

    /** 0 for what the kernel gives. */
    int pipeCapacity;

    Program program() {
        return new Program(words, directory, environment);
    }

    /** To be changed and given to another command. */
    Settings copy() {
        try {
            return (Settings) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
