package dev.penstock.scenario.entrant;

import java.io.OutputStream;

/** Counts what it is given. One thread writes, another may read the count when that has ended. */
final class Counter extends OutputStream {
    long bytes;

    @Override
    public void write(int b) {
        bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) {
        bytes += length;
    }
}
