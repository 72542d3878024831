package dev.penstock.command;

import dev.penstock.command.task.Appearance;
import dev.penstock.command.task.Colour;
import dev.penstock.command.task.Task;
import dev.penstock.command.text.Nearest;
import dev.penstock.command.text.Size;
import dev.penstock.command.text.Span;
import java.io.PrintStream;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How options are read, the same for every command. */
final class Parser {
    static final String COLOUR = "--color";

    /** picocli refuses what is narrower. */
    private static final int LEAST_HELP_WIDTH = 55;

    private Parser() {}

    static CommandLine of(Task task) {
        CommandLine parser = new CommandLine(task);
        if (task.colours()) {
            parser.getCommandSpec()
                    .addOption(
                            OptionSpec.builder(COLOUR)
                                    .paramLabel("WHEN")
                                    .arity("1")
                                    .type(Colour.class)
                                    .description("Colours: auto (if not said), always or never.")
                                    .build());
        }
        parser.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
        // What follows the program's name is the program's, whatever it looks like.
        parser.setStopAtPositional(task.endsWithCommand());
        parser.setExpandAtFiles(false);
        parser.registerConverter(Duration.class, text -> converted(() -> Span.parse(text)));
        parser.registerConverter(Colour.class, text -> converted(() -> Colour.parse(text)));
        parser.registerConverter(Long.class, text -> converted(() -> Size.parse(text)));
        return parser;
    }

    /** Prints what the command can do. */
    static void usage(CommandLine parser, PrintStream out, Appearance terminal) {
        parser.setUsageHelpAutoWidth(false);
        parser.setUsageHelpWidth(Math.max(LEAST_HELP_WIDTH, terminal.width()));
        parser.setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        out.print(parser.getUsageMessage());
    }

    /**
     * picocli's message names the option; it is on one line, and its first letter fits after "run:
     * ".
     */
    static String reason(ParameterException e) {
        String message = e.getMessage().replace('\n', ' ');
        return Character.toLowerCase(message.charAt(0)) + message.substring(1) + meant(e);
    }

    /** The option that was meant by one that there is not. */
    private static String meant(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || !unmatched.getUnmatched().get(0).startsWith("-")) {
            return "";
        }
        String typed = unmatched.getUnmatched().get(0);
        int value = typed.indexOf('=');
        return Nearest.question(
                value < 0 ? typed : typed.substring(0, value),
                e.getCommandLine().getCommandSpec().optionsMap().keySet());
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
