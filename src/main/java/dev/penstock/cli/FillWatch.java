package dev.penstock.cli;

/** Is shown a pipe while it fills. */
@FunctionalInterface
interface FillWatch {
    /** It holds another number of bytes than before. */
    void show(Sample sample, int capacity);
}
