import dev.penstock.command.inspect.InspectCommand;
import dev.penstock.command.limits.LimitsCommand;
import dev.penstock.command.reproduce.ReproduceCommand;
import dev.penstock.command.rescue.RescueCommand;
import dev.penstock.command.run.RunCommand;
import dev.penstock.command.trace.TraceCommand;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Describes the command as man pages in AsciiDoc: by what picocli knows of its options, and with
 * the sections of man-pages(7) out of what its help says. Run by {@code make install}:
 * {@code java -cp penstock.jar:picocli-codegen.jar packaging/Describe.java DIR}.
 */
class Describe {
    private static final String EXAMPLES = "Examples:";
    private static final String EXIT = "Exit code: ";

    /** Where the number of an exit code begins, in a sentence about several. */
    private static final Pattern CODE = Pattern.compile("(?:^|[,;] )(\\d+(?:\\+N)?) ");

    private static final String COLOURS =
            """
            *NO_COLOR*::
              If it is not empty, there are no colours.
            *FORCE_COLOR*, *CLICOLOR_FORCE*::
              If one is not empty and not 0, there are colours without a terminal too.
            """;
    private static final String LOOKS =
            """
            *COLUMNS*::
              How wide the output is; without it, as wide as the terminal, or 96 columns.
            *LC_ALL*, *LC_CTYPE*, *LANG*::
              The first that is set names the locale. In one without UTF-8, such as C, text is plain ASCII.
            """;
    private static final String JVM =
            """
            *PENSTOCK_JAVA*, *JAVA_HOME*::
              The java to use, and the JDK whose java is taken else. Without both, it is the java on PATH.
            *PENSTOCK_JAVA_OPTS*::
              More options for that java.
            *PENSTOCK_DEBUG*::
              If it is 1, errors come with their stack traces.
            """;

    public static void main(String[] args) throws Exception {
        Path dir = Files.createDirectories(Path.of(args[0]));
        CommandLine penstock = new CommandLine(whole());
        Map<String, String[]> footers = new LinkedHashMap<>();
        commands()
                .forEach(
                        (name, task) -> {
                            CommandLine part = part(name, task);
                            footers.put(name, part.getCommandSpec().usageMessage().footer());
                            part.getCommandSpec().usageMessage().footer(new String[0]);
                            penstock.addSubcommand(name, part);
                        });
        int failed =
                ManPageGenerator.generateManPage(
                        dir.toFile(), (File) null, new boolean[0], false, penstock.getCommandSpec());
        if (failed != 0) {
            throw new IllegalStateException("no man pages: " + failed);
        }
        append(
                dir.resolve("penstock.adoc"),
                section("Environment", COLOURS + LOOKS + JVM) + seeAlso("", footers));
        for (Map.Entry<String, String[]> footer : footers.entrySet()) {
            String name = footer.getKey();
            boolean colours = !name.equals("run") && !name.equals("limits");
            append(
                    dir.resolve("penstock-" + name + ".adoc"),
                    sections(footer.getValue())
                            + section("Environment", (colours ? COLOURS : "") + LOOKS + JVM)
                            + seeAlso(name, footers));
        }
    }

    private static void append(Path page, String text) throws Exception {
        String made = Files.readString(page);
        // picocli's own section of the footer goes up to the end of the page.
        int footer = made.indexOf("// tag::picocli-generated-man-section-footer[]");
        Files.writeString(page, (footer < 0 ? made : made.substring(0, footer)) + text);
    }

    /** The notes, the examples and the exit codes of a command's help. */
    private static String sections(String... footer) {
        List<String> notes = new ArrayList<>();
        List<String> examples = new ArrayList<>();
        String exit = "";
        boolean inExamples = false;
        for (String line : footer) {
            if (line.equals(EXAMPLES)) {
                inExamples = true;
            } else if (line.startsWith(EXIT)) {
                exit = line.substring(EXIT.length());
                inExamples = false;
            } else if (!exit.isEmpty()) {
                exit += " " + line;
            } else if (line.startsWith("  ") && inExamples) {
                examples.add(line.substring(2));
            } else {
                inExamples &= !line.isEmpty();
                notes.add(line.startsWith("  ") ? "\n  " + line.strip() + "\n" : line);
            }
        }
        return (exit.isEmpty() ? "" : section("Exit Status", exitCodes(exit)))
                + section("Notes", String.join("\n", notes).strip() + "\n")
                + section("Examples", "....\n" + String.join("\n", examples) + "\n....\n");
    }

    private static String exitCodes(String sentence) {
        String text = sentence.replaceFirst("\\.$", "");
        Matcher code = CODE.matcher(text);
        StringBuilder list = new StringBuilder();
        int from = 0;
        String number = "";
        while (code.find()) {
            item(list, number, text.substring(from, code.start()));
            number = code.group(1);
            from = code.end();
        }
        item(list, number, text.substring(from));
        return list.toString();
    }

    private static void item(StringBuilder list, String number, String text) {
        if (!text.isBlank()) {
            String sentence = Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
            list.append(number.isEmpty() ? sentence + "\n\n" : "*" + number + "*::\n  " + sentence + "\n");
        }
    }

    private static String seeAlso(String self, Map<String, String[]> commands) {
        List<String> pages = new ArrayList<>();
        if (!self.isEmpty()) {
            pages.add("*penstock*(1)");
        }
        for (String name : commands.keySet()) {
            if (!name.equals(self)) {
                pages.add("*penstock-" + name + "*(1)");
            }
        }
        pages.addAll(List.of("*strace*(1)", "*proc*(5)", "*pipe*(7)"));
        return section(
                "See Also",
                String.join(", ", pages)
                        + "\n\nGuides are in _/usr/share/doc/penstock_, or that folder below another prefix:"
                        + " _hung.md_ leads from a symptom to its cure.\n");
    }

    private static String section(String title, String text) {
        return text.isBlank() ? "" : "== " + title + "\n\n" + text + "\n";
    }

    private static Map<String, Object> commands() {
        Map<String, Object> commands = new LinkedHashMap<>();
        commands.put("reproduce", new ReproduceCommand());
        commands.put("run", new RunCommand());
        commands.put("inspect", new InspectCommand());
        commands.put("rescue", new RescueCommand());
        commands.put("trace", new TraceCommand());
        commands.put("limits", new LimitsCommand());
        return commands;
    }

    /** {@code Penstock} finds its commands without picocli, so they are put together here. */
    private static CommandSpec whole() {
        CommandSpec spec = CommandSpec.create().name("penstock").addOption(help());
        spec.version("penstock");
        spec.addOption(
                OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        spec.usageMessage()
                .header("runs programs whose pipes never stall, and shows why others do")
                .description("Runs programs whose pipes never stall, and shows why others do.")
                .customSynopsis("penstock COMMAND [OPTION…]");
        return spec;
    }

    private static CommandLine part(String name, Object task) {
        CommandLine part = new CommandLine(task);
        CommandSpec spec = part.getCommandSpec().name(name).addOption(help());
        if (!name.equals("run") && !name.equals("limits")) {
            spec.addOption(
                    OptionSpec.builder("--color")
                            .paramLabel("WHEN")
                            .arity("1")
                            .type(String.class)
                            .description("Colours: auto (if not said), always or never.")
                            .build());
        }
        UsageMessageSpec usage = spec.usageMessage();
        // Lines were broken for a terminal, and the page's first line is to be short.
        String text = String.join(" ", usage.description());
        usage.description(text);
        usage.header(text.split("[.:,]", 2)[0]);
        return part;
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build();
    }
}
