package dev.penstock.dropin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something to do with a process, as data: what is started, how, and what is done then.
 *
 * @param program its words by name, see {@link #PROGRAMS}
 * @param directory null for none
 * @param setting how streams and environment are set, see {@link Subject}
 * @param actions what is done with the process, in this order
 */
record Scenario(String program, String directory, String setting, List<String> actions) {
    static final Map<String, List<String>> PROGRAMS =
            Map.ofEntries(
                    program("true", "true"),
                    program("exit3", "sh", "-c", "exit 3"),
                    program("exit255", "sh", "-c", "exit 255"),
                    program("out", "printf", "a\\nb\\nc"),
                    program("both", "sh", "-c", "echo out; echo err >&2; exit 1"),
                    program("many", "seq", "1", "2000"),
                    program("cat", "cat"),
                    program("wc", "wc", "-c"),
                    program("kill9", "sh", "-c", "kill -9 $$"),
                    program("term", "sh", "-c", "kill -TERM $$"),
                    program("pipe", "sh", "-c", "kill -PIPE $$"),
                    program("pwd", "sh", "-c", "pwd; echo \"$0\""),
                    program("env", "sh", "-c", "env | LC_ALL=C sort | grep -v '^_='"),
                    program("fds", "sh", "-c", "ls /proc/self/fd | grep -v '[3-9]'"),
                    program("words", "printf", "%s|", "a b", "é", "", "'", "*", "\"", "\\", "-"),
                    program("noSuch", "penstock-no-such-program"),
                    program("noSuchPath", "./penstock/no/such"),
                    program("plain", "/etc/passwd"),
                    program("directory", "/tmp"),
                    program("belowFile", "/etc/passwd/x"),
                    program("empty", ""),
                    program("nothing"),
                    program("nul", "a\0b"),
                    program("nulInArgument", "true", "a\0b"),
                    program("long", "true", "x".repeat(200_000)),
                    program("longName", "/" + "x".repeat(5000)),
                    program("script", "DIRECTORY/script", "one", "two words"),
                    program("badInterpreter", "DIRECTORY/bad"),
                    program("binary", "DIRECTORY/binary"));

    private static Map.Entry<String, List<String>> program(String name, String... words) {
        return Map.entry(name, List.of(words));
    }

    private static final List<String> READ =
            List.of("close in", "read out", "read err", "wait", "value", "alive", "text");
    private static final List<String> WAIT_FIRST =
            List.of("close in", "wait", "read out", "read err", "value", "read out", "onExit");
    private static final List<String> WRITE =
            List.of("write", "close in", "read out", "read err", "wait", "write closed");
    private static final List<String> CLOSE =
            List.of(
                    "close out",
                    "close err",
                    "read out",
                    "read err",
                    "available",
                    "close in",
                    "wait");
    private static final List<String> LINES =
            List.of("writer", "reader", "error reader", "wait", "wait 0", "handle");
    private static final List<String> PIECES =
            List.of("close in", "one", "skip", "mark", "one", "reset", "read out", "one", "wait");
    private static final List<String> AGAIN =
            List.of("close in", "wait", "close out", "read out", "close out", "destroy", "value");

    private static final List<List<String>> ACTIONS =
            List.of(READ, WAIT_FIRST, WRITE, CLOSE, LINES, PIECES, AGAIN);

    private static final List<String> SETTINGS =
            List.of(
                    "pipes",
                    "merged",
                    "out file",
                    "out append",
                    "err file",
                    "merged with err file",
                    "in file",
                    "in missing",
                    "out directory",
                    "out discard",
                    "all discard",
                    "env");

    private static final List<String> UNSTARTABLE =
            List.of(
                    "noSuch",
                    "noSuchPath",
                    "plain",
                    "directory",
                    "belowFile",
                    "empty",
                    "nothing",
                    "nul",
                    "nulInArgument",
                    "long",
                    "longName",
                    "badInterpreter");

    /**
     * Whether it ends the same each time: a program that reads nothing may end before or after it
     * is written to, and one that prints before or after its output is closed.
     */
    private static boolean isCertain(String program, List<String> actions) {
        if (actions == WRITE || actions == LINES) {
            return List.of("cat", "wc").contains(program);
        }
        return actions != CLOSE || List.of("true", "exit3", "kill9", "cat").contains(program);
    }

    /** All of them. */
    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (String program :
                List.of("true", "exit3", "out", "both", "many", "cat", "wc", "kill9", "pwd")) {
            for (String setting : SETTINGS) {
                for (List<String> actions : ACTIONS) {
                    boolean ends = setting.equals("in file") && actions == CLOSE;
                    if (!ends && isCertain(program, actions)) {
                        all.add(new Scenario(program, null, setting, actions));
                    }
                }
            }
        }
        for (String program :
                List.of("exit255", "term", "pipe", "env", "fds", "words", "script", "binary")) {
            for (String setting : List.of("pipes", "merged", "env", "env empty", "env one")) {
                all.add(new Scenario(program, null, setting, READ));
                all.add(new Scenario(program, null, setting, WAIT_FIRST));
            }
        }
        for (String program : UNSTARTABLE) {
            for (String directory : new String[] {null, "/tmp", "/no/such", "/etc/passwd"}) {
                for (String setting :
                        List.of("pipes", "out directory", "in missing", "env empty")) {
                    all.add(new Scenario(program, directory, setting, READ));
                }
            }
        }
        for (String directory : List.of("/tmp", ".", "/no/such", "/etc/passwd", "src", "/")) {
            for (String program : List.of("pwd", "script", "true")) {
                all.add(new Scenario(program, directory, "pipes", READ));
            }
        }
        all.add(
                new Scenario(
                        "cat",
                        null,
                        "pipes",
                        List.of(
                                "value",
                                "alive",
                                "wait 0",
                                "force",
                                "wait",
                                "read out",
                                "read err",
                                "value")));
        all.add(
                new Scenario(
                        "cat",
                        null,
                        "pipes",
                        List.of("destroy", "wait", "read out", "one", "alive")));
        return all;
    }
}
