/**
 * Runs child processes whose pipes never stall: start with {@link dev.penstock.process.Command}.
 */
@SuppressWarnings("module") // Not every sister is there when this module is compiled.
module dev.penstock {
    requires dev.penstock.libc;

    exports dev.penstock.cgroup;
    exports dev.penstock.loop;
    exports dev.penstock.pipe;
    exports dev.penstock.process;
    exports dev.penstock.sink;
    exports dev.penstock.source;
    exports dev.penstock.splice;
    exports dev.penstock.sys;
    exports dev.penstock.text;
    exports dev.penstock.internal.procfs to
            dev.penstock.diagnosis,
            dev.penstock.command;
    exports dev.penstock.internal.text to
            dev.penstock.dropin;
    exports dev.penstock.internal.sys to
            dev.penstock.diagnosis,
            dev.penstock.command;

    uses dev.penstock.libc.LibcProvider;
}
