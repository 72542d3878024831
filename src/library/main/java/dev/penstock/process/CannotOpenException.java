package dev.penstock.process;

import java.io.IOException;

/** A file for a standard stream that could not be opened. */
final class CannotOpenException extends IOException {
    private static final long serialVersionUID = 1;
    final String path;
    final int errno;

    CannotOpenException(String path, int errno) {
        super(path);
        this.path = path;
        this.errno = errno;
    }
}
