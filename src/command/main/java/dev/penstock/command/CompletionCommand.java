package dev.penstock.command;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Failure;
import dev.penstock.command.task.Task;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/** {@code penstock completion}: a script that tells a shell what can be typed. */
@Command(
        name = "penstock completion",
        customSynopsis = "penstock completion bash|zsh",
        description =
                "Prints a script that completes penstock's commands, options, values, scenarios,"
                        + " processes with their command lines, and descriptors.",
        footer = {
            "",
            "An installed penstock has them in place.",
            "",
            "Examples:",
            "  source <(penstock completion bash)",
            "  penstock completion zsh >~/.zfunc/_penstock   # a folder of $fpath",
            "",
            "Exit code: 0, or 2 for another shell."
        })
final class CompletionCommand implements Task {
    /** What the labels of usage help do not tell. */
    private static final Map<String, String> VALUES =
            Map.of(
                    Parser.COLOUR,
                    "auto always never",
                    "--program",
                    "dd cat python3 perl",
                    "--signal",
                    "TERM INT HUP QUIT KILL USR1 USR2 ALRM");

    @Parameters(arity = "0..*", paramLabel = "SHELL", hidden = true)
    private List<String> words = new ArrayList<>();

    @Override
    public boolean colours() {
        return false;
    }

    @Override
    public int run(PrintStream out, PrintStream err, Appearance terminal) throws IOException {
        String shell = words.size() == 1 ? words.get(0) : "";
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new Failure(Failure.USAGE, "completion: name one shell, bash or zsh");
        }
        out.write((shell.equals("bash") ? bash() : zsh()).getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    private static String bash() throws IOException {
        StringBuilder options = new StringBuilder();
        Map<String, String> values = new TreeMap<>();
        for (String command : Penstock.commands().keySet()) {
            List<String> names = new ArrayList<>();
            for (OptionSpec option : options(command)) {
                names.add(option.longestName());
                if (takesValue(option)) {
                    values.put(option.longestName(), values(option));
                }
            }
            options.append('\t')
                    .append(command)
                    .append(") echo '")
                    .append(String.join(" ", names))
                    .append("' ;;\n");
        }
        StringBuilder cases = new StringBuilder();
        values.forEach(
                (name, those) ->
                        cases.append('\t')
                                .append(name)
                                .append(") echo '")
                                .append(those)
                                .append("' ;;\n"));
        return template("bash")
                .replace("@OPTIONS@\n", options)
                .replace("@VALUES@\n", cases)
                .replace(
                        "@COMMANDS@",
                        String.join(" ", Penstock.commands().keySet()) + " help --help --version");
    }

    private static String zsh() throws IOException {
        StringBuilder commands = new StringBuilder();
        Penstock.commands()
                .forEach(
                        (name, what) ->
                                commands.append("\t\t'")
                                        .append(name)
                                        .append(':')
                                        .append(quoted(what))
                                        .append("'\n"));
        StringBuilder options = new StringBuilder();
        for (String command : Penstock.commands().keySet()) {
            options.append('\t').append(command).append(") options=(");
            for (OptionSpec option : options(command)) {
                options.append(" '").append(argument(option)).append('\'');
            }
            options.append(" ) ;;\n");
        }
        return template("zsh").replace("@COMMANDS@\n", commands).replace("@OPTIONS@\n", options);
    }

    /** As _arguments of zshcompsys(1) wants it: --name=[what it does]:label:values. */
    private static String argument(OptionSpec option) {
        String text = String.join(" ", option.description()).replaceAll("([\\[\\]:])", "\\\\$1");
        String argument =
                option.longestName() + (takesValue(option) ? "=" : "") + "[" + quoted(text) + "]";
        if (!takesValue(option)) {
            return argument;
        }
        String values = values(option);
        String action =
                switch (values) {
                    case "FILE" -> "_files";
                    case "DIR" -> "_directories";
                    case "ANY" -> " ";
                    default -> "(" + values + ")";
                };
        return argument + ":" + option.longestName().substring(2) + ":" + action;
    }

    /** In single quotes. */
    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }

    private static List<OptionSpec> options(String command) {
        List<OptionSpec> shown = new ArrayList<>();
        for (OptionSpec option : Parser.of(Penstock.task(command)).getCommandSpec().options()) {
            if (!option.hidden()) {
                shown.add(option);
            }
        }
        return shown;
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().min() > 0;
    }

    private static String values(OptionSpec option) {
        String known = VALUES.get(option.longestName());
        String label = option.paramLabel();
        if (known != null) {
            return known;
        }
        if (label.contains("|")) {
            return label.replace('|', ' ');
        }
        return label.equals("FILE") || label.equals("DIR") ? label : "ANY";
    }

    private static String template(String shell) throws IOException {
        String name = "completion." + shell;
        try (InputStream in = CompletionCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("there is no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
