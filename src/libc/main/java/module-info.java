/** The calls into the C library that a binding provides, and the service that finds one. */
@SuppressWarnings("module") // Not every sister is there when this module is compiled.
module dev.penstock.libc {
    exports dev.penstock.libc to
            dev.penstock,
            dev.penstock.jnr,
            dev.penstock.diagnosis,
            dev.penstock.command;
}
