package dev.penstock.libc;

/**
 * A binding of the C library that is a module of its own, found by {@link java.util.ServiceLoader}.
 */
public interface LibcProvider {

    /** What {@code -Ddev.penstock.binding} calls the binding, such as {@code jnr}. */
    String name();

    /**
     * Binds the C library.
     *
     * @throws LinkageError if the binding's own native library cannot be loaded
     */
    Libc bind();
}
