import dev.penstock.command.inspect.InspectCommand;
import dev.penstock.command.limits.LimitsCommand;
import dev.penstock.command.reproduce.ReproduceCommand;
import dev.penstock.command.rescue.RescueCommand;
import dev.penstock.command.run.RunCommand;
import dev.penstock.command.trace.TraceCommand;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Describes the command by what picocli knows of its options: man pages in AsciiDoc, and a
 * completion script for bash, which zsh understands too. Run by {@code make install}:
 * {@code java -cp penstock.jar:picocli-codegen.jar packaging/Describe.java DIR}.
 */
class Describe {
    public static void main(String[] args) throws Exception {
        Path dir = Files.createDirectories(Path.of(args[0]));
        CommandLine penstock = new CommandLine(whole());
        commands().forEach((name, task) -> penstock.addSubcommand(name, part(name, task)));
        int failed =
                ManPageGenerator.generateManPage(
                        dir.toFile(), (File) null, new boolean[0], false, penstock.getCommandSpec());
        if (failed != 0) {
            throw new IllegalStateException("no man pages: " + failed);
        }
        Files.writeString(dir.resolve("penstock.bash"), AutoComplete.bash("penstock", penstock));
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
        UsageMessageSpec usage = spec.usageMessage();
        // Lines were broken for a terminal, and the page's first line is to be short.
        String text = String.join(" ", usage.description());
        usage.description(text);
        usage.header(text.split("[.:,]", 2)[0]);
        usage.footerHeading("Notes");
        return part;
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build();
    }
}
