package dev.penstock.dropin;

import dev.penstock.internal.text.Utf8;
import dev.penstock.pipe.Pipe;
import dev.penstock.process.Child;
import dev.penstock.process.Command;
import dev.penstock.process.Input;
import dev.penstock.process.Output;
import dev.penstock.process.Overflow;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One start: what the JDK's builder describes, as a {@link Command}.
 *
 * @param from the pipe from the process before it in a pipeline, or null
 * @param to the pipe to the next one, or null
 */
record ProcessStart(
        java.lang.ProcessBuilder description,
        boolean ownEnvironment,
        Overflow overflow,
        Pipe from,
        Pipe to) {
    /** By which a string becomes bytes: the default one until JDK 17, the system's since 18. */
    private static final Charset CHARSET =
            Runtime.version().feature() < 18
                    ? Charset.defaultCharset()
                    : Charset.forName(System.getProperty("sun.jnu.encoding"));

    /** What execve(2) makes of an empty name; nobody can make a file in that directory. */
    private static final String NO_SUCH_FILE = "/proc/penstock-no-such-file";

    /** A reader that waits sees the end of file when everybody has closed the pipe. */
    private static final Duration NO_GRACE = Duration.ofDays(36500);

    ChildProcess start() throws IOException {
        String[] words = description.command().toArray(new String[0]);
        for (String word : words) {
            if (word == null) {
                throw new NullPointerException();
            }
        }
        String program = words[0];
        String directory =
                description.directory() == null ? null : description.directory().toString();
        for (String word : words) {
            if (word.indexOf('\0') >= 0) {
                throw new IOException("invalid null character in command");
            }
        }
        try {
            return started(words);
        } catch (IOException | IllegalArgumentException e) {
            IOException why = StartFailure.asTheJdkSays(e);
            throw new IOException(
                    "Cannot run program \""
                            + program
                            + "\""
                            + (directory == null ? "" : " (in directory \"" + directory + "\")")
                            + ": "
                            + why.getMessage(),
                    why);
        }
    }

    private ChildProcess started(String[] words) throws IOException {
        openFiles();
        List<String> raw = new ArrayList<>();
        for (String word : words) {
            raw.add(raw(word));
        }
        if (words[0].isEmpty()) {
            raw.set(0, NO_SUCH_FILE);
        }
        Command command =
                Command.of(raw)
                        .outputGrace(NO_GRACE)
                        .stdin(from != null ? Input.pipe(from) : input())
                        .stdout(
                                to != null
                                        ? Output.pipe(to)
                                        : output(description.redirectOutput()));
        command =
                description.redirectErrorStream()
                        ? command.mergeStderr()
                        : command.stderr(output(description.redirectError()));
        if (description.directory() != null) {
            command = command.directory(description.directory().toPath());
        }
        if (ownEnvironment) {
            command = withEnvironment(command);
        }
        AtomicReference<ProcessHandle> handle = new AtomicReference<>();
        Child child =
                command.whenStarted(born -> handle.set(ProcessHandle.of(born.pid()).orElseThrow()))
                        .start();
        boolean pipedOutput = to == null && description.redirectOutput() == Redirect.PIPE;
        boolean pipedError = description.redirectError() == Redirect.PIPE;
        return new ChildProcess(
                child,
                handle.get(),
                overflow == Overflow.NONE,
                from == null && description.redirectInput() == Redirect.PIPE,
                pipedOutput,
                pipedError,
                description.redirectErrorStream());
    }

    /**
     * Opens and closes each file as the JDK does, in its order, for its exceptions, and for the
     * file of a standard error that goes elsewhere after all. A FIFO is left to the child: here it
     * would hold up the caller.
     */
    private void openFiles() throws IOException {
        File read = description.redirectInput().file();
        if (read != null && mayOpen(read)) {
            new FileInputStream(read).close();
        }
        openToWrite(description.redirectOutput());
        openToWrite(description.redirectError());
    }

    private static void openToWrite(Redirect redirect) throws IOException {
        if (redirect.file() != null && mayOpen(redirect.file())) {
            boolean append = redirect.type() == Redirect.Type.APPEND;
            try (OutputStream opened = new FileOutputStream(redirect.file(), append)) {
                opened.flush();
            }
        }
    }

    private static boolean mayOpen(File file) {
        return !file.exists() || file.isFile() || file.isDirectory();
    }

    private Input input() {
        Redirect redirect = description.redirectInput();
        return switch (redirect.type()) {
            case PIPE -> Input.interactive();
            case INHERIT -> Input.inherit();
            default -> Input.file(redirect.file().toPath());
        };
    }

    private Output output(Redirect redirect) {
        return switch (redirect.type()) {
            case PIPE -> Output.interactive(overflow);
            case INHERIT -> Output.inherit();
            case APPEND -> Output.append(redirect.file().toPath());
            default -> Output.file(redirect.file().toPath());
        };
    }

    /**
     * Exactly the map. A value that the JDK could not decode is passed on as the bytes that it was
     * inherited as, unless it was changed.
     */
    private Command withEnvironment(Command command) {
        Map<String, String> wanted = description.environment();
        Map<String, String> inherited = System.getenv();
        boolean undecoded = false;
        for (Map.Entry<String, String> variable : wanted.entrySet()) {
            undecoded |=
                    (variable.getKey() + variable.getValue()).indexOf('\ufffd') >= 0
                            && variable.getValue().equals(inherited.get(variable.getKey()));
        }
        if (!undecoded) {
            Map<String, String> raw = new HashMap<>();
            wanted.forEach((name, value) -> raw.put(raw(name), raw(value)));
            return command.environmentOnly(raw);
        }
        Command changed = command;
        for (String name : inherited.keySet()) {
            if (!wanted.containsKey(name)) {
                changed = changed.withoutEnvironment(raw(name));
            }
        }
        for (Map.Entry<String, String> variable : wanted.entrySet()) {
            if (!variable.getValue().equals(inherited.get(variable.getKey()))) {
                changed = changed.environment(raw(variable.getKey()), raw(variable.getValue()));
            }
        }
        return changed;
    }

    private static String raw(String text) {
        byte[] bytes = text.getBytes(CHARSET);
        return Utf8.rawString(bytes, 0, bytes.length);
    }
}
