package dev.penstock.process;

import static dev.penstock.sys.SyscallException.check;

import dev.penstock.internal.sys.Linux;
import dev.penstock.libc.Fcntl;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.Pipe;
import dev.penstock.sink.Sink;
import dev.penstock.sink.Tee;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Commands of which each reads what the one before writes: a shell's {@code a | b | c}. Immutable;
 * any thread.
 *
 * <p>Between two of them there is one pipe and nothing else: the bytes go from child to child and
 * never through this process, unless there is a {@linkplain #tap tap}. Each command keeps its own
 * standard error, teardown and limits; the first has its own input, the last its own output.
 *
 * <pre>{@code
 * Capture out = Capture.of(1 << 16);
 * PipelineOutcome outcome =
 *         Pipeline.of(
 *                         Command.of("zcat", "access.log.gz"),
 *                         Command.of("grep", "-v", "/health"),
 *                         Command.of("head", "-n", "100").stdout(out))
 *                 .timeout(Duration.ofMinutes(1))
 *                 .run()
 *                 .orThrow();
 * }</pre>
 */
public final class Pipeline {
    private final List<Command> commands;

    /** By the place of the command whose output each sees. */
    private final Map<Integer, Sink> taps;

    private final Duration timeout;
    private final boolean brokenPipeFails;

    private Pipeline(
            List<Command> commands,
            Map<Integer, Sink> taps,
            Duration timeout,
            boolean brokenPipeFails) {
        this.commands = commands;
        this.taps = taps;
        this.timeout = timeout;
        this.brokenPipeFails = brokenPipeFails;
    }

    /**
     * Connects commands.
     *
     * @throws IllegalArgumentException without any, or if one that is not the last has an output,
     *     or one that is not the first an input
     */
    public static Pipeline of(Command... commands) {
        return of(List.of(commands));
    }

    /** As {@link #of(Command...)}. */
    public static Pipeline of(List<Command> commands) {
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("a pipeline needs a command");
        }
        for (int i = 0; i < commands.size(); i++) {
            Settings settings = commands.get(i).settings;
            if (i > 0 && !settings.stdin.equals(Input.nothing())) {
                throw new IllegalArgumentException(
                        "only the first of a pipeline has an input: " + commands.get(i));
            }
            if (i < commands.size() - 1 && settings.stdout != null) {
                throw new IllegalArgumentException(
                        "only the last of a pipeline has an output: " + commands.get(i));
            }
        }
        return new Pipeline(List.copyOf(commands), Map.of(), null, false);
    }

    /**
     * Looks at what passes between two commands. These bytes then go through this process; the sink
     * gets every one that the next command gets, and the slower of the two decides: while the sink
     * is full, the child before waits.
     *
     * @param place 0 between the first and the second, and so on
     * @param sink serves one run, as everywhere
     * @throws IllegalArgumentException if there is no such place, or it has a tap
     */
    public Pipeline tap(int place, Sink sink) {
        if (place < 0 || place >= commands.size() - 1) {
            throw new IllegalArgumentException(
                    "no place " + place + " between " + commands.size() + " commands");
        }
        Map<Integer, Sink> more = new TreeMap<>(taps);
        if (more.put(place, Objects.requireNonNull(sink, "sink")) != null) {
            throw new IllegalArgumentException("place " + place + " has a tap already");
        }
        return new Pipeline(commands, Collections.unmodifiableMap(more), timeout, brokenPipeFails);
    }

    /**
     * Bounds every child and all reads, as {@link Command#timeout} does one. A command that has a
     * shorter timeout keeps it.
     *
     * @param limit more than 0
     */
    public Pipeline timeout(Duration limit) {
        return new Pipeline(
                commands, taps, Command.requireLongerThanZero("a timeout", limit), brokenPipeFails);
    }

    /**
     * Takes SIGPIPE for a failure. Unless this is said, a child that it ends is as good as one that
     * exits with 0, if it is not the last: the one after has read all that it wanted, as {@code
     * head} does.
     */
    public Pipeline brokenPipeFails() {
        return new Pipeline(commands, taps, timeout, true);
    }

    /** As {@link #start(EventLoop)}, on {@linkplain EventLoop#common the loop that all share}. */
    public PipelineRun start() throws IOException {
        return start(EventLoop.common());
    }

    /**
     * Starts the commands, from the first to the last. If one cannot be started, those before it
     * are killed and reaped before this throws (on the loop's own thread: soon after).
     *
     * @throws dev.penstock.process.SpawnException if one cannot be started; it names the program
     */
    public PipelineRun start(EventLoop loop) throws IOException {
        List<Child> children = new ArrayList<>();
        Pipe before = null;
        try {
            for (int i = 0; i < commands.size(); i++) {
                Command command = limited(commands.get(i));
                if (before != null) {
                    command = command.stdin(Input.pipe(before));
                }
                Pipe after = null;
                PipelineForward passage = null;
                try {
                    if (i < commands.size() - 1) {
                        after = pipe(command);
                        if (taps.containsKey(i)) {
                            passage = new PipelineForward(after);
                            command = command.stdout(Tee.of(passage, taps.get(i)));
                        } else {
                            command = command.stdout(Output.pipe(after));
                        }
                    }
                    children.add(command.start(loop));
                } catch (Throwable t) {
                    closeAll(before, after, passage);
                    throw t;
                }
                before = after;
            }
        } catch (Throwable t) {
            PipelineRun.kill(children);
            throw t;
        }
        return new PipelineRun(children, brokenPipeFails);
    }

    private Command limited(Command command) {
        Duration own = command.settings.timeout;
        return timeout == null || (own != null && own.compareTo(timeout) < 0)
                ? command
                : command.timeout(timeout);
    }

    private static Pipe pipe(Command command) throws IOException {
        Pipe pipe = Pipe.open();
        int capacity = command.settings.pipeCapacity;
        if (capacity > 0) {
            int fd = pipe.writeEnd().number();
            try {
                check(
                        "fcntl(F_SETPIPE_SZ)",
                        Linux.libc().fcntl(fd, Fcntl.F_SETPIPE_SZ, capacity),
                        fd);
            } catch (IOException e) {
                closeAll(pipe);
                throw e;
            }
        }
        return pipe;
    }

    private static void closeAll(Closeable... ends) throws IOException {
        for (Closeable end : ends) {
            if (end != null) {
                end.close();
            }
        }
    }

    /** As {@link #run(EventLoop)}, on {@linkplain EventLoop#common the loop that all share}. */
    public PipelineOutcome run() throws IOException, InterruptedException {
        return run(EventLoop.common());
    }

    /**
     * Starts the commands and waits until everything is over. An interrupt ends all children and is
     * thrown when they have ended.
     *
     * @throws dev.penstock.process.SpawnException if one cannot be started
     * @throws IllegalStateException on the loop's own thread, which would wait for itself
     */
    public PipelineOutcome run(EventLoop loop) throws IOException, InterruptedException {
        Command.requireNotInLoop(loop);
        try (PipelineRun run = start(loop)) {
            return run.await();
        }
    }

    /** As a shell has it: {@code ls -l | sort}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Command command : commands) {
            text.append(text.isEmpty() ? "" : " | ").append(command);
        }
        return text.toString();
    }
}
