/** The calls into the C library, bound by jnr-posix and jffi. */
@SuppressWarnings("requires-automatic") // jnr has names for its modules and no descriptors.
module dev.penstock.jnr {
    requires dev.penstock.libc;
    requires org.jnrproject.constants;
    requires org.jnrproject.ffi;
    requires org.jnrproject.jffi;
    requires org.jnrproject.posix;

    provides dev.penstock.libc.LibcProvider with
            dev.penstock.jnr.JnrProvider;
}
