/** The {@code penstock} command. */
module dev.penstock.command {
    requires com.fasterxml.jackson.core;
    requires dev.penstock;
    requires dev.penstock.diagnosis;
    requires dev.penstock.libc;
    requires info.picocli;

    // picocli sets the fields of commands and reads their annotations.
    opens dev.penstock.command to
            info.picocli;
    opens dev.penstock.command.inspect to
            info.picocli;
    opens dev.penstock.command.limits to
            info.picocli;
    opens dev.penstock.command.reproduce to
            info.picocli;
    opens dev.penstock.command.rescue to
            info.picocli;
    opens dev.penstock.command.run to
            info.picocli;
    opens dev.penstock.command.trace to
            info.picocli;
}
