package dev.penstock.cli.inspect;

import dev.penstock.process.Command;
import dev.penstock.process.Outcome;
import dev.penstock.sink.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Java stacks of another JVM, from its JDK's jcmd. This disturbs: that JVM stops its threads
 * for a moment, and writes the dump itself. So it is done only where it is asked for.
 */
final class JavaStacks {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int ROOM = 4 << 20;
    private static final String NID = " nid=";

    private JavaStacks() {}

    /**
     * The stacks of all Java threads, each with its name first, by thread id.
     *
     * @throws IOException saying why there are none: no jcmd, or the JVM does not let us in
     */
    static Map<Integer, List<String>> of(int pid) throws IOException, InterruptedException {
        Capture out = Capture.limit(ROOM);
        Capture err = Capture.limit(4096);
        Outcome outcome =
                Command.of(jcmd(pid).toString(), Integer.toString(pid), "Thread.print")
                        .stdout(out)
                        .stderr(err)
                        .timeout(LONGEST)
                        .run();
        if (!outcome.succeeded()) {
            throw new IOException("jcmd: " + outcome + " " + err.text().strip());
        }
        return parse(out.text());
    }

    /** The target's own, which has its version; else this JVM's. */
    private static Path jcmd(int pid) throws IOException {
        Path own = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Path exe = Path.of("/proc/" + pid + "/exe");
        Path theirs = Files.readSymbolicLink(exe).resolveSibling("jcmd");
        if (Files.isExecutable(theirs)) {
            return theirs;
        }
        if (Files.isExecutable(own)) {
            return own;
        }
        throw new IOException("there is no jcmd at " + theirs + " or " + own + ": a JDK has one");
    }

    /** {@code "main" #1 prio=5 … nid=0x1a2b waiting …}: hexadecimal up to JDK 20. */
    static Map<Integer, List<String>> parse(String dump) {
        Map<Integer, List<String>> stacks = new LinkedHashMap<>();
        List<String> stack = null;
        for (String line : dump.split("\n")) {
            int nid = line.startsWith("\"") ? line.indexOf(NID) : -1;
            if (nid >= 0) {
                stack = new ArrayList<>();
                stack.add(line.substring(0, line.indexOf('"', 1) + 1));
                int end = line.indexOf(' ', nid + NID.length());
                String number = line.substring(nid + NID.length(), end < 0 ? line.length() : end);
                stacks.put(Integer.decode(number), stack);
            } else if (stack != null && line.startsWith("\tat ")) {
                stack.add(line.strip());
            }
        }
        return stacks;
    }

    /** Whether a command is java, by its name. */
    static boolean isJava(String command) {
        return command.equals("java") || command.startsWith("java ");
    }

    /** What to show of a thread: its own stack, and that of main, which says what it is about. */
    static List<String> shown(Map<Integer, List<String>> stacks, int tid) {
        List<String> shown = new ArrayList<>(stacks.getOrDefault(tid, List.of()));
        for (List<String> stack : stacks.values()) {
            if (stack.get(0).equals("\"main\"") && stack != stacks.get(tid)) {
                shown.addAll(stack);
            }
        }
        return shown;
    }
}
