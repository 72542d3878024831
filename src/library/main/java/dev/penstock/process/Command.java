package dev.penstock.process;

import dev.penstock.cgroup.Cgroup;
import dev.penstock.cgroup.CgroupLimits;
import dev.penstock.internal.spawn.CString;
import dev.penstock.internal.spawn.Environment;
import dev.penstock.internal.spawn.Group;
import dev.penstock.internal.sys.FileName;
import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Sink;
import dev.penstock.sys.Signal;
import dev.penstock.text.LogSafe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A description of a child to run: immutable, each method answers a changed copy, any thread may
 * use it. One whose outputs go to sinks can be started once, because a sink serves one stream;
 * without sinks, any number of times.
 *
 * <p>Unless said otherwise a child has nothing for input, its output and error are read and counted
 * but not kept, and it inherits the environment and directory of this process, and what is ignored
 * of its signals: see {@link #defaultSignals}. Whatever is said, it inherits no other descriptor
 * than 0, 1 and 2 and no blocked signal.
 *
 * <pre>{@code
 * Capture out = Capture.of(1 << 20);
 * Outcome outcome = Command.of("ffprobe", "-show_format", file)
 *         .stdout(out)
 *         .timeout(Duration.ofSeconds(30))
 *         .run()
 *         .orThrow();
 * }</pre>
 */
public final class Command {
    private static final int FIRST_AFTER_STANDARD = 3;

    /** More than any program asks for by number; the gaps up to it are closed one by one. */
    private static final int HIGHEST_DESCRIPTOR = 1023;

    final Settings settings;

    private Command(Settings settings) {
        this.settings = settings;
    }

    /**
     * A program and its arguments. No shell is involved: nothing is split, expanded or quoted.
     *
     * <p>Strings are passed as UTF-8, and a byte that {@link dev.penstock.text.TextPolicy#RAW} has
     * kept as a lone surrogate as that byte; so are those of the environment.
     *
     * @param program a path if it has a slash, which then is relative to the child's directory;
     *     otherwise a name that is looked for along this process's PATH
     * @throws IllegalArgumentException if a string is empty as a program, or has a NUL or another
     *     lone surrogate
     */
    public static Command of(String program, String... arguments) {
        List<String> words = new ArrayList<>(arguments.length + 1);
        words.add(program);
        Collections.addAll(words, arguments);
        return of(words);
    }

    /** As {@link #of(String, String...)}, the program being the first word. */
    public static Command of(List<String> words) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        for (int i = 0; i < words.size(); i++) {
            CString.check(i == 0 ? "the program" : "argument " + i, words.get(i));
        }
        Settings made = new Settings();
        made.words = List.copyOf(words);
        return new Command(made);
    }

    /**
     * A script for {@code /bin/sh}, in which the arguments are {@code "$1"}, {@code "$2"} and so
     * on: they are no part of the script, so nothing in them needs a quote or can do harm.
     *
     * <pre>{@code Command.shell("grep -c \"$1\" -- \"$2\" | tr -d ' '", word, file)}</pre>
     */
    public static Command shell(String script, String... arguments) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        Collections.addAll(words, arguments);
        return of(words);
    }

    /**
     * What the program is told as its own name, its {@code argv[0]}; by default as it was given.
     */
    public Command argv0(String name) {
        CString.check("argv0", name);
        Settings changed = settings.copy();
        changed.argv0 = name;
        return new Command(changed);
    }

    /**
     * Has each occurrence of these strings shown as {@code ***} in what this command, its child,
     * its outcome and their exceptions say of themselves. The child gets them as they are, and
     * whoever may see its {@code /proc/PID/cmdline} sees them: a secret is safer in the environment
     * or in the input, which are never shown.
     *
     * @param secrets in addition to those named before
     * @throws IllegalArgumentException if one is empty
     */
    public Command secret(String... secrets) {
        List<String> all = new ArrayList<>(settings.secrets);
        for (String secret : secrets) {
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("a secret is empty");
            }
            all.add(secret);
        }
        // A secret that has another one within comes first.
        all.sort(Comparator.comparingInt(String::length).reversed());
        Settings changed = settings.copy();
        changed.secrets = List.copyOf(all);
        return new Command(changed);
    }

    /**
     * The directory that the child starts in.
     *
     * @throws java.nio.file.ProviderMismatchException if it is not in the file system of this
     *     machine
     */
    public Command directory(Path directory) {
        FileName.requireOfThisMachine("the directory", directory);
        Settings changed = settings.copy();
        changed.directory = directory;
        return new Command(changed);
    }

    /**
     * Sets a variable in the child's environment. Both are passed as the words of {@link #of} are.
     */
    public Command environment(String name, String value) {
        Settings changed = settings.copy();
        changed.environment =
                settings.environment.with(name, Objects.requireNonNull(value, "value"));
        return new Command(changed);
    }

    /** Sets each of these variables, and leaves the others. */
    public Command environment(Map<String, String> variables) {
        Command changed = this;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            changed = changed.environment(variable.getKey(), variable.getValue());
        }
        return changed;
    }

    /** Takes a variable away from the child's environment. */
    public Command withoutEnvironment(String name) {
        Settings changed = settings.copy();
        changed.environment = settings.environment.with(name, null);
        return new Command(changed);
    }

    /**
     * Gives the child exactly these variables and no other, whatever was said before. Passed as the
     * words of {@link #of} are; a name may begin with {@code =}, as one that this process has
     * inherited can.
     */
    public Command environmentOnly(Map<String, String> variables) {
        Settings changed = settings.copy();
        changed.environment = Environment.of(variables);
        return new Command(changed);
    }

    /** Begins with an empty environment, and forgets the variables set before. */
    public Command clearEnvironment() {
        Settings changed = settings.copy();
        changed.environment = Environment.EMPTY;
        return new Command(changed);
    }

    /** Where the child's standard input comes from. Default {@link Input#nothing}. */
    public Command stdin(Input input) {
        Settings changed = settings.copy();
        changed.stdin = Objects.requireNonNull(input, "input");
        return new Command(changed);
    }

    /** Where the child's standard output goes. By default it is read, counted and dropped. */
    public Command stdout(Output output) {
        Settings changed = settings.copy();
        changed.stdout = Objects.requireNonNull(output, "output");
        return new Command(changed);
    }

    /** Short for {@code stdout(Output.sink(sink))}. */
    public Command stdout(Sink sink) {
        return stdout(Output.sink(sink));
    }

    /** Where the child's standard error goes. By default it is read, counted and dropped. */
    public Command stderr(Output output) {
        Settings changed = settings.copy();
        changed.stderr = Objects.requireNonNull(output, "output");
        return new Command(changed);
    }

    /** Short for {@code stderr(Output.sink(sink))}. */
    public Command stderr(Sink sink) {
        return stderr(Output.sink(sink));
    }

    /**
     * Sends standard error to wherever standard output goes, in the order of the child's writes.
     */
    public Command mergeStderr() {
        return stderr(new OutputForm.Merged());
    }

    /**
     * Gives the child one more descriptor. It is inherited by this child alone, and shares position
     * and flags with ours, which stays the caller's and must be open until the child has started.
     * Numbers may cross: our 5 may become its 6 and our 6 its 5.
     *
     * @param number the child's, from 3 on; two beyond it must be within this process's {@code
     *     RLIMIT_NOFILE}
     * @param fd ours
     */
    public Command descriptor(int number, int fd) {
        if (number < FIRST_AFTER_STANDARD || number > HIGHEST_DESCRIPTOR) {
            throw new IllegalArgumentException(
                    "the child's descriptor "
                            + number
                            + " is not from 3 to "
                            + HIGHEST_DESCRIPTOR
                            + "; 0, 1 and 2 are stdin, stdout and stderr");
        }
        Settings changed = settings.copy();
        changed.descriptors = new TreeMap<>(settings.descriptors);
        changed.descriptors.put(number, fd);
        return new Command(changed);
    }

    /**
     * Bounds the child <em>and</em> the reads. At the deadline the child is {@linkplain #teardown
     * ended}; when that is done, what lies in its pipes is still read and then they are closed,
     * whoever else holds them. The outcome is then {@link Outcome#timedOut}.
     *
     * @param limit more than 0
     */
    public Command timeout(Duration limit) {
        Settings changed = settings.copy();
        changed.timeout = requireLongerThanZero("a timeout", limit);
        return new Command(changed);
    }

    /**
     * Ends a child that prints nothing for so long, as {@link #timeout} does one that runs for so
     * long: see {@link EndedBy#SILENCE}. It is noticed an eighth of that time late at most. Time in
     * which a sink of ours is full does not count, because then the child cannot print. A child
     * that has closed its outputs is silent.
     *
     * @param limit more than 0. At the start it is an {@link IllegalStateException} if this process
     *     reads neither standard output nor standard error
     */
    public Command silence(Duration limit) {
        Settings changed = settings.copy();
        changed.silence = requireLongerThanZero("a silence", limit);
        return new Command(changed);
    }

    /**
     * How the child is ended when that is for us to do: at its {@link #timeout} or {@link
     * #silence}, by {@link Child#close}, when a future of {@link Child#outcome} is cancelled, or
     * the event loop closed. By default SIGTERM, after 2 seconds SIGKILL, to the child alone.
     */
    public Command teardown(Teardown teardown) {
        Settings changed = settings.copy();
        changed.teardown = Objects.requireNonNull(teardown, "teardown");
        return new Command(changed);
    }

    /**
     * Ends the child, by its {@link #teardown}, when this JVM shuts down in an orderly way: its
     * main ends, {@link System#exit} is called, or a signal such as SIGTERM arrives. The JVM waits
     * for it; SIGKILL comes after 5 seconds at the latest. A JVM that is killed runs no hook.
     */
    public Command endAtShutdown() {
        Settings changed = settings.copy();
        changed.endAtShutdown = true;
        return new Command(changed);
    }

    /**
     * How long after the child's exit its output may stay open. A grandchild that inherited it, a
     * daemon for example, can keep it so for ever; after this time the stream is cut and {@link
     * StreamEnd#holders} names who held it. Time in which a full sink of ours keeps back what the
     * child itself had written does not count; what others write after its exit is not waited for.
     * Default 5 seconds.
     *
     * @param grace 0 or more; 0 reads what is there at the exit and no more
     */
    public Command outputGrace(Duration grace) {
        Settings changed = settings.copy();
        changed.outputGrace = requireNotNegative("outputGrace", grace);
        return new Command(changed);
    }

    /**
     * How large the pipes are that this process makes for the child, and the one that its output is
     * given by {@link Output#pipe}, and stay. By default they are as the kernel gives them, 64 KiB
     * mostly, and the pipe of a stream that proves to be a firehose is grown while it is one: see
     * {@link #fixedPipes}. A larger one saves wake-ups with a child that writes or reads much on
     * another processor, and costs kernel memory of which each user has a share: see pipe(7) on
     * {@code pipe-user-pages-soft}.
     *
     * @param bytes rounded up by the kernel to a power of two, at least a page. Too many fail at
     *     the start with {@code EPERM}: over {@code pipe-max-size}, or beyond the user's share
     */
    public Command pipeCapacity(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a pipe of " + bytes + " bytes: at least 1");
        }
        Settings changed = settings.copy();
        changed.pipeCapacity = bytes;
        changed.pipesGrow = false;
        return new Command(changed);
    }

    /**
     * Leaves the child's pipes at the size that they have from the start. By default an output that
     * is found full turn after turn, while its sink keeps up, gets a pipe of up to 1 MiB, and so
     * does an input that the child empties as fast as it is fed; and its former one when it has
     * become quiet: so few at a time that other pipes of the same user keep their share (see {@link
     * dev.penstock.internal.pump.PipeBudget}). What that changes is how far the writer may be ahead
     * of the reader; and the memory counts in the writer's cgroup.
     */
    public Command fixedPipes() {
        Settings changed = settings.copy();
        changed.pipesGrow = false;
        return new Command(changed);
    }

    /**
     * Has every signal do in the child what it does by default. Otherwise those stay ignored that
     * are ignored in this process when the child is started, as with {@link ProcessBuilder}: SIGHUP
     * and SIGINT where nohup(1), or a shell in the background, has started this JVM. Of SIGQUIT,
     * SIGPIPE, SIGCHLD, and all that this process has a handler for, the child has the default in
     * any case.
     */
    public Command defaultSignals() {
        Settings changed = settings.copy();
        changed.defaultSignals = true;
        return new Command(changed);
    }

    /**
     * Makes the child the leader of a process group of its own: a terminal's Ctrl-C does not reach
     * it.
     */
    public Command newProcessGroup() {
        Settings changed = settings.copy();
        changed.group = Group.OWN_GROUP;
        return new Command(changed);
    }

    /**
     * Makes the child the leader of a session of its own, without a controlling terminal:
     * setsid(2).
     */
    public Command newSession() {
        Settings changed = settings.copy();
        changed.group = Group.OWN_SESSION;
        return new Command(changed);
    }

    /**
     * Makes the child the leader of a session of its own, whose controlling terminal is the child's
     * standard input: setsid(2) and {@code TIOCSCTTY} of ioctl_tty(2). The start fails with {@code
     * ENOTTY} where that is no terminal, and with {@code EPERM} where it is another session's.
     */
    public Command controllingTerminal() {
        Settings changed = newSession().settings;
        changed.controllingTerminal = true;
        return new Command(changed);
    }

    /**
     * Puts the child's input and output on a terminal of its own, which becomes the controlling one
     * of a session of its own; its standard error too, unless that goes elsewhere. A program that
     * keeps its output back until there is much of it, since its output is a pipe, prints it line
     * by line then, and one that asks for a password asks here.
     *
     * <p>What the {@link #stdin} gives is typed: a cooked terminal makes lines, signals and an end
     * of file of it, and a line of more than 4095 bytes is refused, since the kernel would cut it.
     * After the last byte the end-of-file character is typed, at once with {@link Input#nothing}; a
     * raw terminal has none. The output ends when nobody holds the terminal any more; when its sink
     * fails or takes no more, the terminal hangs up, which is a SIGHUP to the child. Neither can be
     * a file or a descriptor: the start is an {@link IllegalStateException} then.
     */
    public Command terminal(Terminal terminal) {
        Settings changed = controllingTerminal().settings;
        changed.terminal = Objects.requireNonNull(terminal, "terminal");
        return new Command(changed);
    }

    /** Limits what the child may use, and says whom it runs as. */
    public Command confine(Confinement confinement) {
        Settings changed = settings.copy();
        changed.confinement = Objects.requireNonNull(confinement, "confinement");
        return new Command(changed);
    }

    /**
     * Puts the child, before its program begins, into a cgroup of its own, with limits for it and
     * all that descends from it together. The cgroup ends with the child: when the child has ended
     * and its streams have, whoever is left in it is killed, and it is removed. {@link
     * Outcome#cgroup} says what was used. A JVM that is killed leaves it behind, empty once its
     * processes have ended.
     *
     * <p>The start fails, saying on which file and what would help, where this process may not make
     * one: see {@link Cgroup#create}.
     */
    public Command cgroup(CgroupLimits limits) {
        Settings changed = settings.copy();
        changed.ownCgroup = Objects.requireNonNull(limits, "limits");
        changed.cgroup = null;
        return new Command(changed);
    }

    /**
     * Has a hook called once the child has been started, before anything of its output is read, of
     * its input fed, or its end taken: even a child that ends at once has its number still, and a
     * {@link ProcessHandle#of handle} can be had. The thread that starts the child calls it, and
     * the child waits for it where its pipes are full. What it throws ends the child with SIGKILL
     * and is thrown by the start.
     */
    public Command whenStarted(Consumer<Child> hook) {
        Settings changed = settings.copy();
        Objects.requireNonNull(hook, "hook");
        changed.whenStarted = child -> hook.accept((Child) child);
        return new Command(changed);
    }

    /** Puts the child, before its program begins, into a cgroup that stays the caller's. */
    public Command cgroup(Cgroup cgroup) {
        Settings changed = settings.copy();
        changed.cgroup = Objects.requireNonNull(cgroup, "cgroup");
        changed.ownCgroup = null;
        return new Command(changed);
    }

    /**
     * Sends the child a signal when this JVM ends, however it ends: SIGKILL makes sure that it does
     * not outlive it. What the child itself has started gets none. A program that is set-user-ID or
     * has file capabilities is not reached: the kernel forgets the signal when it is executed
     * (prctl(2), {@code PR_SET_PDEATHSIG}).
     *
     * <p>The child is born of a thread that lasts as long as the JVM, since the kernel goes by the
     * thread; such starts are made one after another.
     *
     * @param signal such as {@link Signal#KILL}
     */
    public Command parentDeathSignal(Signal signal) {
        Settings changed = settings.copy();
        changed.parentDeathSignal = signal.number();
        return new Command(changed);
    }

    static Duration requireLongerThanZero(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " must be longer than 0: " + duration);
        }
        return duration;
    }

    private static Duration requireNotNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " is negative: " + duration);
        }
        return duration;
    }

    /** As {@link #start(EventLoop)}, on {@linkplain EventLoop#common the loop that all share}. */
    public Child start() throws IOException {
        return start(EventLoop.common());
    }

    /**
     * Starts the child. The calling thread spawns it and waits until its program runs or has failed
     * to; what comes later happens on the loop's thread. That thread may be the caller, when the
     * end of a child starts the next one, say: nobody needs to be woken then, but all else that
     * lives on the loop waits for the spawn.
     *
     * @param loop the child's for life
     * @throws SpawnException if it cannot be started
     * @throws java.util.concurrent.RejectedExecutionException if the loop is closed
     */
    public Child start(EventLoop loop) throws IOException {
        return Child.start(this, loop);
    }

    /** As {@link #run(EventLoop)}, on {@linkplain EventLoop#common the loop that all share}. */
    public Outcome run() throws IOException, InterruptedException {
        return run(EventLoop.common());
    }

    /**
     * Starts the child and waits until everything is over. An interrupt ends the child and is
     * thrown when it has ended.
     *
     * @throws SpawnException if it cannot be started
     * @throws IllegalStateException on the loop's own thread, which would wait for itself
     */
    public Outcome run(EventLoop loop) throws IOException, InterruptedException {
        requireNotInLoop(loop);
        try (Child child = start(loop)) {
            return child.await();
        }
    }

    /**
     * Runs the child and answers all that it prints: UTF-8, without the line ends at the end, as a
     * shell's {@code $(…)} does; bytes that are not UTF-8 become U+FFFD.
     *
     * @throws OutcomeException if the child does not {@linkplain Outcome#succeeded succeed}, with
     *     the last of its standard error in the message; or if it prints more than 16 MiB
     * @throws SpawnException if it cannot be started
     * @throws InterruptedException when the child has been ended because the caller was interrupted
     * @throws IllegalStateException if the command's standard output goes elsewhere
     */
    public String text() throws IOException, InterruptedException {
        byte[] bytes = output();
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** As {@link #text}, line by line: a line ends with LF, or CR LF. Without output, none. */
    public List<String> lines() throws IOException, InterruptedException {
        return new String(output(), StandardCharsets.UTF_8).lines().toList();
    }

    /** As {@link #text}, byte for byte. */
    public byte[] bytes() throws IOException, InterruptedException {
        return output();
    }

    private byte[] output() throws IOException, InterruptedException {
        if (settings.stdout != null) {
            throw new IllegalStateException("the output goes elsewhere: " + this);
        }
        BoundedOutput printed = new BoundedOutput();
        stdout(printed).run().orThrow();
        return printed.bytes();
    }

    static void requireNotInLoop(EventLoop loop) {
        if (loop.inLoop()) {
            throw new IllegalStateException(
                    "run() on the loop's thread would wait for itself; use start()");
        }
    }

    /** A length of time in the words of messages: {@code 1m0.5s}. */
    static String text(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** The program, as it was given. */
    public String program() {
        return settings.words.get(0);
    }

    /**
     * The words, quoted as a shell needs it, to be pasted into one; but what is long is shortened,
     * and what would harm a terminal escaped, so that it is one safe line.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String word : settings.words) {
            if (text.length() > 200) {
                return text + " …";
            }
            text.append(text.isEmpty() ? "" : " ")
                    .append(quoted(settings.masked(word), text.isEmpty()));
        }
        return text.toString();
    }

    private static String quoted(String word, boolean first) {
        String shown = LogSafe.line(word.length() > 100 ? word.substring(0, 100) + "…" : word);
        // A first word with = would be an assignment.
        String plain = first ? "[\\w@%+:,./…-]+" : "[\\w@%+=:,./…-]+";
        return shown.matches(plain) ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }
}
