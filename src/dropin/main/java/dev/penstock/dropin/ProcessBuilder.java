package dev.penstock.dropin;

import dev.penstock.pipe.Pipe;
import dev.penstock.process.Overflow;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@link java.lang.ProcessBuilder} with the same methods, meanings and messages, whose {@linkplain
 * ChildProcess processes} are Penstock's. The descriptions, the live {@link #environment} and the
 * redirects are the JDK's own objects. As there, one thread at a time.
 *
 * <p>What differs by intent: output that nobody reads is kept, so that the child goes on and {@link
 * Process#waitFor} returns; {@link #overflow} says how much, and how the JDK's behaviour is had
 * back. {@code docs/dropin.md} has the whole list.
 */
public final class ProcessBuilder {
    /** 256 KiB of memory and 1 GiB of a file for each stream, then the child waits. */
    public static final Overflow DEFAULT_OVERFLOW = Overflow.of(1 << 18, 1L << 30);

    /**
     * The JDK's redirects by the names that {@code ProcessBuilder.Redirect} has in source code. A
     * variable is declared as {@link java.lang.ProcessBuilder.Redirect}.
     */
    public static final class Redirect {
        public static final java.lang.ProcessBuilder.Redirect PIPE =
                java.lang.ProcessBuilder.Redirect.PIPE;
        public static final java.lang.ProcessBuilder.Redirect INHERIT =
                java.lang.ProcessBuilder.Redirect.INHERIT;
        public static final java.lang.ProcessBuilder.Redirect DISCARD =
                java.lang.ProcessBuilder.Redirect.DISCARD;

        private Redirect() {}

        public static java.lang.ProcessBuilder.Redirect from(File file) {
            return java.lang.ProcessBuilder.Redirect.from(file);
        }

        public static java.lang.ProcessBuilder.Redirect to(File file) {
            return java.lang.ProcessBuilder.Redirect.to(file);
        }

        public static java.lang.ProcessBuilder.Redirect appendTo(File file) {
            return java.lang.ProcessBuilder.Redirect.appendTo(file);
        }
    }

    /** Everything that the JDK's builder knows too. */
    private final java.lang.ProcessBuilder description;

    /** Whether somebody may have changed the environment. */
    private boolean ownEnvironment;

    private Overflow overflow = DEFAULT_OVERFLOW;

    public ProcessBuilder(List<String> command) {
        this(new java.lang.ProcessBuilder(command), false);
    }

    public ProcessBuilder(String... command) {
        this(new java.lang.ProcessBuilder(command), false);
    }

    private ProcessBuilder(java.lang.ProcessBuilder description, boolean ownEnvironment) {
        this.description = description;
        this.ownEnvironment = ownEnvironment;
    }

    /**
     * The JDK's builder, to be started here; what is changed in one is changed in both.
     *
     * @param ownEnvironment false if nobody has called its {@link
     *     java.lang.ProcessBuilder#environment}, so that the environment is this process's and
     *     needs no copy
     */
    public static ProcessBuilder of(java.lang.ProcessBuilder description, boolean ownEnvironment) {
        return new ProcessBuilder(
                Objects.requireNonNull(description, "description"), ownEnvironment);
    }

    public ProcessBuilder command(List<String> command) {
        description.command(command);
        return this;
    }

    public ProcessBuilder command(String... command) {
        description.command(command);
        return this;
    }

    public List<String> command() {
        return description.command();
    }

    /** The JDK's live map, with its rules. */
    public Map<String, String> environment() {
        ownEnvironment = true;
        return description.environment();
    }

    public File directory() {
        return description.directory();
    }

    public ProcessBuilder directory(File directory) {
        description.directory(directory);
        return this;
    }

    public ProcessBuilder redirectInput(java.lang.ProcessBuilder.Redirect source) {
        description.redirectInput(source);
        return this;
    }

    public ProcessBuilder redirectOutput(java.lang.ProcessBuilder.Redirect destination) {
        description.redirectOutput(destination);
        return this;
    }

    public ProcessBuilder redirectError(java.lang.ProcessBuilder.Redirect destination) {
        description.redirectError(destination);
        return this;
    }

    public ProcessBuilder redirectInput(File file) {
        description.redirectInput(file);
        return this;
    }

    public ProcessBuilder redirectOutput(File file) {
        description.redirectOutput(file);
        return this;
    }

    public ProcessBuilder redirectError(File file) {
        description.redirectError(file);
        return this;
    }

    public java.lang.ProcessBuilder.Redirect redirectInput() {
        return description.redirectInput();
    }

    public java.lang.ProcessBuilder.Redirect redirectOutput() {
        return description.redirectOutput();
    }

    public java.lang.ProcessBuilder.Redirect redirectError() {
        return description.redirectError();
    }

    public ProcessBuilder inheritIO() {
        description.inheritIO();
        return this;
    }

    public boolean redirectErrorStream() {
        return description.redirectErrorStream();
    }

    public ProcessBuilder redirectErrorStream(boolean redirectErrorStream) {
        description.redirectErrorStream(redirectErrorStream);
        return this;
    }

    /**
     * What becomes of output that nobody reads, for each stream that is a pipe; {@link
     * #DEFAULT_OVERFLOW} otherwise. With {@link Overflow#NONE} it is as with the JDK: the child
     * waits once its pipe is full, and an interrupt does not end a read or write that waits.
     */
    public ProcessBuilder overflow(Overflow overflow) {
        this.overflow = Objects.requireNonNull(overflow, "overflow");
        return this;
    }

    /**
     * Starts the program.
     *
     * @throws IOException {@code Cannot run program …}, as the JDK words it
     */
    public ChildProcess start() throws IOException {
        return start(null, null);
    }

    private ChildProcess start(Pipe input, Pipe output) throws IOException {
        return new ProcessStart(description, ownEnvironment, overflow, input, output).start();
    }

    /** As {@link java.lang.ProcessBuilder#startPipeline}. */
    public static List<Process> startPipeline(List<ProcessBuilder> builders) throws IOException {
        List<Process> processes = new ArrayList<>(builders.size());
        Pipe input = null;
        Pipe output = null;
        try {
            for (int i = 0; i < builders.size(); i++) {
                ProcessBuilder builder = builders.get(i);
                if (i > 0) {
                    requirePipe("redirectInput", "first", builder.redirectInput());
                }
                if (i < builders.size() - 1) {
                    requirePipe("redirectOutput", "last", builder.redirectOutput());
                    output = Pipe.open();
                }
                processes.add(builder.start(input, output));
                input = output;
                output = null;
            }
            return processes;
        } catch (Exception e) {
            closeBoth(input, output);
            processes.forEach(Process::destroyForcibly);
            for (Process process : processes) {
                try {
                    process.waitFor();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            throw e;
        }
    }

    private static void requirePipe(
            String what, String except, java.lang.ProcessBuilder.Redirect redirect) {
        if (redirect != Redirect.PIPE) {
            throw new IllegalArgumentException(
                    "builder "
                            + what
                            + "() must be PIPE except for the "
                            + except
                            + " builder: "
                            + redirect);
        }
    }

    private static void closeBoth(Pipe input, Pipe output) throws IOException {
        try {
            if (input != null) {
                input.close();
            }
        } finally {
            if (output != null) {
                output.close();
            }
        }
    }
}
