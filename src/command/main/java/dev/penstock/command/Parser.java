package dev.penstock.command;

import dev.penstock.command.task.Task;
import dev.penstock.command.task.Terminal;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Span;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How options are read, the same for every command. */
final class Parser {
    private static final int HELP_WIDTH = 96;

    private Parser() {}

    static CommandLine of(Task task, Terminal terminal) {
        CommandLine parser = new CommandLine(task);
        parser.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
        // What follows the program's name is the program's, whatever it looks like.
        parser.setStopAtPositional(task.endsWithCommand());
        parser.setExpandAtFiles(false);
        parser.setUsageHelpWidth(HELP_WIDTH);
        parser.setUsageHelpAutoWidth(false);
        parser.setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        parser.registerConverter(Duration.class, text -> converted(() -> Span.parse(text)));
        parser.registerConverter(Long.class, text -> converted(() -> Size.parse(text)));
        return parser;
    }

    /**
     * picocli's message names the option; it is on one line, and its first letter fits after "run:
     * ".
     */
    static String reason(ParameterException e) {
        String message = e.getMessage().replace('\n', ' ');
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private interface Conversion<T> {
        T get();
    }

    private static <T> T converted(Conversion<T> conversion) {
        try {
            return conversion.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
