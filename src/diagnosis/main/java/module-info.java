/** Finds, explains and frees the stalled pipes of other programs, live or in logs of strace. */
@SuppressWarnings("module") // Not every sister is there when this module is compiled.
module dev.penstock.diagnosis {
    requires dev.penstock;
    requires dev.penstock.libc;

    exports dev.penstock.diagnosis.inspect to
            dev.penstock.agent,
            dev.penstock.command,
            dev.penstock.junit;
    exports dev.penstock.diagnosis.model to
            dev.penstock.agent,
            dev.penstock.command,
            dev.penstock.junit;
    exports dev.penstock.diagnosis.rescue to
            dev.penstock.command;
    exports dev.penstock.diagnosis.snapshot to
            dev.penstock.agent,
            dev.penstock.command,
            dev.penstock.junit;
    exports dev.penstock.diagnosis.stall to
            dev.penstock.command;
    exports dev.penstock.diagnosis.trace to
            dev.penstock.command;
}
