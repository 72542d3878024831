package dev.penstock.diagnosis.trace;

import java.io.InputStream;

/**
 * A file of {@code strace -ff}.
 *
 * @param pid the process, by the file's name; 0 where it does not say
 * @param in its contents
 */
public record ProcessLog(int pid, InputStream in) {}
